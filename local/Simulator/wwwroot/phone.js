import { arrange, byId, element, listen, load, mood, number, soon, statusText, text, time } from "./page.js";
import { smsSize } from "./sms-size.js";

const most = 200;
const messages = new Map();
const rows = new Map();
const bubbles = new Map();
const list = byId("conversations");
const log = byId("bubbles");
const search = byId("search");
const box = byId("body");
let open = "";

const citizen = (message) => (message.direction === "inbound" ? message.from : message.to);
const current = () => decodeURIComponent(location.hash.slice(1));
const isNumber = (value) => /^\+[1-9][0-9]{6,14}$/.test(value);

function conversations() {
  const found = new Map();
  for (const message of messages.values()) {
    const known = found.get(citizen(message));
    if (!known) found.set(citizen(message), { number: citizen(message), last: message, all: [message] });
    else {
      known.all.push(message);
      if (message.createdAt >= known.last.createdAt) known.last = message;
    }
  }
  return [...found.values()].sort((a, b) => (a.last.createdAt < b.last.createdAt ? 1 : -1));
}

const paint = soon(() => {
  const all = conversations();
  paintList(all);
  paintThread(all.find((conversation) => conversation.number === open)?.all ?? []);
});

function paintList(all) {
  const wanted = search.value.trim().toLowerCase();
  const digits = wanted.replace(/[\s()-]/g, "");
  const shown = all
    .filter((conversation) => !wanted || conversation.number.includes(digits || wanted)
      || conversation.all.some((message) => message.body.toLowerCase().includes(wanted)))
    .slice(0, most);
  const elements = shown.map((conversation) => row(conversation));
  if (isNumber(digits) && !all.some((conversation) => conversation.number === digits)) elements.push(newRow(digits));
  arrange(list, elements);
  byId("empty").hidden = elements.length > 0;
}

function row({ number: phone, last }) {
  let made = rows.get(phone);
  if (!made) {
    made = element("li", {}, element("a", { href: `#${encodeURIComponent(phone)}` }));
    rows.set(phone, made);
  }
  const link = made.firstChild;
  if (phone === open) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  const shown = last.direction === "inbound" ? webhookMood(last.webhookStatus) : mood(last.status);
  const stamp = `${last.sid}${last.status}${shown}${last.body.length}`;
  if (link.dataset.stamp !== stamp) {
    link.dataset.stamp = stamp;
    link.replaceChildren(
      element("span", { className: "row-top" }, element("bdi", { className: "row-title", dir: "ltr" }, phone), time(last.createdAt)),
      element("span", { className: "row-text" },
        element("span", { className: `dot ${shown}`, title: statusText(last.status) }),
        element("bdi", { dir: "auto" }, last.body)),
    );
  }
  return made;
}

function newRow(phone) {
  return element("li", {}, element("a", { href: `#${encodeURIComponent(phone)}`, className: "new" }, text("textAs", { number: `\u2066${phone}\u2069` })));
}

function paintThread(all) {
  byId("none").hidden = open !== "";
  byId("thread").hidden = open === "";
  document.body.classList.toggle("opened", open !== "");
  if (open === "") return;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const sorted = all.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).slice(-most);
  const before = log.children.length;
  arrange(log, sorted.map((message) => bubble(message)));
  if (atEnd || before === 0) log.scrollTop = log.scrollHeight;
}

function bubble(message) {
  const known = bubbles.get(message.sid);
  const stamp = `${message.status}${message.webhookStatus}${message.body.length}`;
  if (known && known.dataset.stamp === stamp) return known;
  const made = known ?? element("div");
  bubbles.set(message.sid, made);
  made.dataset.stamp = stamp;
  made.className = `bubble ${message.direction === "inbound" ? "mine" : "theirs"} ${mood(message.status)}`;
  made.replaceChildren(element("p", { dir: "auto" }, message.body), element("p", { className: "meta" }, ...meta(message)));
  return made;
}

function meta(message) {
  const size = `${text(message.segments === 1 ? "segment" : "segments", { n: number(message.segments) })} · \u2066${message.encoding}\u2069`;
  const parts = [time(message.createdAt), element("span", {}, size)];
  if (message.direction === "inbound") parts.push(webhookMeta(message.webhookStatus));
  else if (message.direction === "outbound-reply") parts.push(element("span", {}, text("automatic")));
  else {
    const code = message.errorCode ? ` \u2066${message.errorCode}\u2069` : "";
    parts.push(element("span", { className: `status ${mood(message.status)}` }, statusText(message.status) + code));
  }
  return parts;
}

function webhookMood(status) {
  if (status === null) return "waiting";
  return status >= 200 && status < 300 ? "good" : "bad";
}

function webhookMeta(status) {
  const words = {
    waiting: () => text("reachingApp"),
    good: () => text("reachedApp"),
    bad: () => (status === 0 ? text("appSilent") : text("appFailed", { status: number(status) })),
  };
  return element("span", { className: `status ${webhookMood(status)}` }, words[webhookMood(status)]());
}

function show() {
  const next = current();
  if (next !== open) {
    log.replaceChildren();
    open = next;
    box.value = "";
    box.dispatchEvent(new Event("input"));
  }
  byId("number").textContent = open;
  document.querySelector(".avatar").textContent = open.slice(-2);
  log.setAttribute("aria-label", text("messagesOf", { number: open }));
  paint();
}

async function send() {
  const body = box.value;
  if (!body.trim()) return;
  byId("problem").textContent = "";
  const to = open;
  try {
    box.value = "";
    box.dispatchEvent(new Event("input"));
    const response = await fetch("/_sim/inbound", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ from: to, body }),
    });
    if (!response.ok) throw new Error(response.status);
  } catch {
    byId("problem").textContent = text("replyFailed");
    if (open === to && !box.value) box.value = body;
  }
}

// An empty box keeps the direction of the page, so that its placeholder does.
const follow = (field) => field.value ? field.setAttribute("dir", "auto") : field.removeAttribute("dir");

box.addEventListener("input", () => {
  follow(box);
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  const { segments, encoding } = smsSize(box.value);
  byId("size").textContent = box.value
    ? `${text(segments === 1 ? "segment" : "segments", { n: number(segments) })} · \u2066${encoding}\u2069`
    : "";
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
byId("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
document.querySelector(".quick").addEventListener("click", (event) => {
  if (event.target.tagName !== "BUTTON") return;
  box.value = event.target.textContent;
  box.dispatchEvent(new Event("input"));
  box.focus();
});
search.addEventListener("input", () => {
  follow(search);
  paint();
});
addEventListener("hashchange", show);

listen({
  hello: async () => {
    const all = await load("/_sim/messages?limit=2000");
    for (const message of all) if (!isOlder(message)) messages.set(message.sid, message);
    show();
  },
  message: (message) => {
    messages.set(message.sid, message);
    paint();
  },
  cleared: () => {
    messages.clear();
    rows.clear();
    bubbles.clear();
    paint();
  },
});

// What came over the feed while the list was loading is newer than the list.
function isOlder(message) {
  return (messages.get(message.sid)?.updatedAt ?? "") > message.updatedAt;
}
show();
