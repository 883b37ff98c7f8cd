import { arrange, byId, element, language, listen, load, number, soon, text } from "./page.js";

const faults = ["none", "serverError", "rateLimited", "timeoutBeforeAccept", "timeoutAfterAccept", "errorAfterAccept", "resetBeforeAccept", "resetAfterAccept"];
const form = byId("faults");
const filter = byId("filter");
let scenarios = [];
let watch;

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

// One bar an issue: made once and then only changed, so that a reader of screens is not told of all of it each time.
function bar(issue) {
  const known = document.getElementById(`issue-${issue.id}`);
  if (known) return known;
  const title = element("span", { id: `issue-title-${issue.id}`, className: "issue-title", dir: "auto" }, issue.subject);
  return element("li", { id: `issue-${issue.id}` }, title, element("span", { className: "issue-state" }),
    element("progress", { "aria-labelledby": title.id }), element("span", { className: "issue-figures" }));
}

async function paintIssues() {
  const issues = await load("/_sim/issues");
  byId("issues").hidden = issues.length === 0;
  arrange(byId("issues").querySelector("ul"), issues.map((issue) => {
    const item = bar(issue);
    const progress = item.querySelector("progress");
    progress.max = Math.max(issue.total, 1);
    progress.value = issue.done;
    item.querySelector(".issue-state").textContent = text(`issue.${issue.status}`);
    item.querySelector(".issue-figures").textContent = text(issue.rate && issue.status === "sending" ? "issueFiguresAtRate" : "issueFigures", {
      sent: number(issue.sent), total: number(issue.total), delivered: number(issue.delivered), failed: number(issue.failed),
      suppressed: number(issue.suppressed), rate: number(Math.round(issue.rate ?? 0)),
    });
    return item;
  }));
  return issues.some((issue) => issue.status === "sending" || issue.status === "paused");
}

// Receipts and pauses come without a mail: as long as something may change, it is asked for again.
async function watchIssues() {
  clearTimeout(watch);
  const moves = await paintIssues();
  watch = setTimeout(watchIssues, moves ? 1000 : 5000);
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
    await watchIssues();
  },
  message: recount,
  mail: recount,
  cleared: recount,
});
scenarios = await load("/_sim/scenarios");
paintScenarios();
