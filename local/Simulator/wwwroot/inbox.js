import { arrange, byId, element, listen, load, mood, number, soon, statusText, text, time } from "./page.js";

const most = 300;
const mails = new Map();
const rows = new Map();
const list = byId("mails");
const select = byId("address");
const tabs = [...document.querySelectorAll("[role=tab]")];
let open = "";
let shown = null;

const current = () => decodeURIComponent(location.hash.slice(1));
const newestFirst = () => [...mails.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));

const paint = soon(() => {
  const all = newestFirst();
  paintAddresses(all);
  const wanted = all.filter((mail) => !select.value || mail.to.toLowerCase() === select.value).slice(0, most);
  arrange(list, wanted.map((mail) => row(mail)));
  byId("empty").hidden = wanted.length > 0;
  byId("none").hidden = open !== "";
  byId("mail").hidden = open === "";
  document.body.classList.toggle("opened", open !== "");
});

function paintAddresses(all) {
  const counts = new Map();
  for (const mail of all) counts.set(mail.to.toLowerCase(), (counts.get(mail.to.toLowerCase()) ?? 0) + 1);
  const stamp = [...counts].join();
  if (select.dataset.stamp === stamp) return;
  select.dataset.stamp = stamp;
  const before = select.value;
  select.replaceChildren(
    element("option", { value: "" }, `${text("allAddresses")} (${number(all.length)})`),
    ...[...counts].slice(0, most).map(([address, count]) => element("option", { value: address }, `\u2066${address}\u2069 (${number(count)})`)),
  );
  select.value = counts.has(before) ? before : "";
}

function row(mail) {
  let made = rows.get(mail.id);
  if (!made) {
    made = element("li", {}, element("a", { href: `#${encodeURIComponent(mail.id)}` }));
    rows.set(mail.id, made);
  }
  const link = made.firstChild;
  if (mail.id === open) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  if (link.dataset.stamp !== mail.status) {
    link.dataset.stamp = mail.status;
    link.replaceChildren(
      element("span", { className: "row-top" }, element("bdi", { className: "row-title", dir: "auto" }, mail.fromName || mail.from), time(mail.createdAt)),
      element("bdi", { className: "row-subject", dir: "auto" }, mail.subject || text("noSubject")),
      element("span", { className: "row-text" }, element("bdi", { dir: "auto" }, mail.preview)),
      element("span", { className: "row-foot" },
        element("bdi", { dir: "ltr", className: "row-address" }, mail.to),
        element("span", { className: `status ${mood(mail.status)}` }, statusText(mail.status))),
    );
  }
  return made;
}

async function show() {
  open = current();
  paint();
  if (open === "") {
    shown = null;
    return;
  }
  const wanted = open;
  let mail;
  try {
    mail = await load(`/_sim/mails/${encodeURIComponent(wanted)}`);
  } catch {
    mail = null;
  }
  if (wanted !== open) return;
  const changed = shown !== wanted;
  shown = wanted;
  paintMail(mail, changed);
}

function paintMail(mail, changed) {
  byId("subject").textContent = mail ? mail.subject || text("noSubject") : text("mailGone");
  byId("from").replaceChildren(...(mail ? mailbox(mail.fromName, mail.from) : []));
  byId("to").replaceChildren(...(mail ? mailbox(mail.toName, mail.to) : []));
  byId("events").replaceChildren(...(mail?.history ?? []).map((event) =>
    element("li", { className: `status ${mood(event.status)}` }, `${statusText(event.status)} `, time(event.at))));
  const reason = mail && mood(mail.status) !== "good" ? mail.reason : null;
  byId("reason").textContent = reason ?? "";
  byId("reason").hidden = !reason;
  if (!changed) return;
  byId("panel-rendered").replaceChildren(mail?.html
    ? element("iframe", {
      title: mail.subject || text("noSubject"),
      sandbox: "allow-popups allow-popups-to-escape-sandbox",
      src: `/_sim/mails/${encodeURIComponent(mail.id)}/html`,
    })
    : element("p", { className: "hint" }, text("noHtml")));
  byId("panel-text").replaceChildren(mail?.text
    ? element("pre", { dir: "auto", className: "prose" }, mail.text)
    : element("p", { className: "hint" }, text("noText")));
  byId("panel-headers").replaceChildren(headerTable(mail?.headers ?? {}));
  byId("panel-source").replaceChildren(element("pre", { dir: "ltr" }, mail?.source ?? ""));
}

function mailbox(name, address) {
  const parts = name ? [element("bdi", { dir: "auto" }, name), " "] : [];
  return [...parts, element("bdi", { dir: "ltr", className: "address" }, address)];
}

function headerTable(headers) {
  return element("table", {},
    element("thead", {}, element("tr", {},
      element("th", { scope: "col" }, text("header")), element("th", { scope: "col" }, text("value")))),
    element("tbody", {}, ...Object.entries(headers).map(([name, value]) => element("tr", {},
      element("th", { scope: "row", dir: "ltr" }, name), element("td", { dir: "auto" }, value)))));
}

function pick(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    byId(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => pick(tab));
  tab.addEventListener("keydown", (event) => {
    const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const index = tabs.indexOf(tab);
    const next = { [forward]: index + 1, [backward]: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = tabs[(next + tabs.length) % tabs.length];
    pick(target);
    target.focus();
  });
}
select.addEventListener("change", paint);
addEventListener("hashchange", show);

listen({
  hello: async () => {
    for (const mail of await load("/_sim/mails/list?limit=2000")) {
      if ((mails.get(mail.id)?.updatedAt ?? "") <= mail.updatedAt) mails.set(mail.id, mail);
    }
    show();
  },
  mail: (mail) => {
    mails.set(mail.id, mail);
    paint();
    if (mail.id === open) show();
  },
  cleared: () => {
    mails.clear();
    rows.clear();
    paint();
  },
});
show();
