// What all pages share: texts of the language, dates and numbers, small elements, and the live feed.
export const language = document.documentElement.lang;
const texts = JSON.parse(document.getElementById("strings").textContent);
const locale = language === "fa" ? "fa-IR" : "en-GB";
const numbers = new Intl.NumberFormat(locale);
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });

export function text(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const number = (value) => numbers.format(value);
export const statusText = (status) => texts[`status.${status}`] ?? status;
export const byId = (id) => document.getElementById(id);

export function time(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return element("time", { dateTime: iso, title: whole.format(at) }, today ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`);
}

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// good, bad or waiting: decides the colour of a status, never its meaning alone.
export function mood(status) {
  if (["delivered", "open", "click", "received", "read"].includes(status)) return "good";
  if (["failed", "undelivered", "canceled", "bounce", "dropped", "spamreport", "unsubscribe", "group_unsubscribe"].includes(status)) return "bad";
  return "waiting";
}

// Puts elements into the list in this order, moving only what must move, so that focus and reading position stay.
export function arrange(list, wanted) {
  const focused = document.activeElement;
  for (const old of [...list.children]) if (!wanted.includes(old)) old.remove();
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

// Calls the function once for all changes before the next frame.
export function soon(paint) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      paint();
    });
  };
}

// Each (re)connection begins with hello: only then is everything loaded, so nothing is missed in between.
export function listen(handlers) {
  const source = new EventSource("/_sim/events");
  const state = byId("live");
  const show = (live) => {
    state.textContent = text(live ? "live" : "reconnecting");
    state.classList.toggle("on", live);
  };
  source.addEventListener("hello", () => show(true));
  source.addEventListener("error", () => show(false));
  for (const [type, handle] of Object.entries(handlers)) {
    source.addEventListener(type, (event) => handle(JSON.parse(event.data)));
  }
  addEventListener("pagehide", () => source.close());
}

export async function load(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// The language switch keeps what is open.
byId("language").addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});
