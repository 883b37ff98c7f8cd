import { byId, element, language, listen, load, number, soon, text } from "./page.js";

const faults = ["none", "serverError", "rateLimited", "timeoutBeforeAccept", "timeoutAfterAccept", "errorAfterAccept", "resetBeforeAccept", "resetAfterAccept"];
const form = byId("faults");
const filter = byId("filter");
let scenarios = [];

async function count() {
  const status = await load("/_sim/status");
  byId("messages").textContent = text("countMessages", { n: number(status.messages) });
  byId("mails").textContent = text("countMails", { n: number(status.mails) });
}

function recipient(row) {
  if (row.channel === "email") return `${row.recipient}@sim.example`;
  if (row.recipient.startsWith("+")) return row.recipient;
  return `${language === "fa" ? "+989120000" : "+447700900"}${row.recipient}`;
}

// Code marks in the table's texts become code elements.
function outcome(row) {
  const parts = (language === "fa" ? row.persian : row.english).split("`");
  return parts.map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

function paintScenarios() {
  const wanted = filter.value.trim().toLowerCase();
  for (const channel of ["sms", "email"]) {
    const rows = scenarios.filter((row) => row.channel === channel
      && (!wanted || `${recipient(row)} ${row.english} ${row.persian}`.toLowerCase().includes(wanted)));
    byId(channel).replaceChildren(...(rows.length
      ? rows.map((row) => element("tr", {},
        element("td", {}, element("code", { className: "pick", dir: "ltr" }, recipient(row))),
        element("td", {}, ...outcome(row), ...technical(row))))
      : [element("tr", {}, element("td", { colSpan: 2, className: "hint" }, text("nothingFound")))]));
  }
}

// The Persian texts leave status and code to the English ones: both are wanted.
function technical(row) {
  if (language !== "fa") return [];
  const mark = /^(`\w+`(?:, type `\w+`)?(?: \/ \d+)?|\d{3} \/ \d+)/.exec(row.english)?.[1];
  return mark ? [" ", element("code", { dir: "ltr" }, mark.replaceAll("`", ""))] : [];
}

for (const select of form.querySelectorAll("select")) {
  select.append(...faults.map((fault) => element("option", { value: fault }, text(`fault.${fault}`))));
}
form.addEventListener("change", async () => {
  await fetch("/_sim/faults", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ twilio: form.twilio.value, sendGrid: form.sendGrid.value, loseReceipts: form.loseReceipts.checked }),
  });
});
filter.addEventListener("input", paintScenarios);

const recount = soon(count);
listen({
  hello: async () => {
    const now = await load("/_sim/faults");
    form.twilio.value = now.twilio;
    form.sendGrid.value = now.sendGrid;
    form.loseReceipts.checked = now.loseReceipts;
    await count();
  },
  message: recount,
  mail: recount,
  cleared: recount,
});
scenarios = await load("/_sim/scenarios");
paintScenarios();
