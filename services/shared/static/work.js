// *My work*: fetches what waits in the other services, sorts all rows into their groups, and keeps the list fresh.
// A service that does not answer is named, with a button to ask again; what the others say stands.

const page = document.querySelector("[data-work]");
const own = page.dataset.own;
const GROUPS = ["late", "today", "week", "later"];
const SLOW_MS = 3_000; // then it is said that a service takes longer
const PATIENCE_MS = 15_000;
const AGAIN_MS = 60_000;
const COUNTED = 999; // of what is not told here; a thousand are "more than"
const KEPT = "sigap-work"; // what next.js offers after a step: addresses, verbs and numbers, no names

const words = {
  loading: (where) => `Memuat pekerjaan di ${where}…`,
  slow: (where) => `${capital(where)} lambat menjawab. Yang lain sudah tampil.`,
  down: (where) => `${capital(where)} tidak menjawab; pekerjaan di sana belum tampil. Dicoba lagi otomatis.`,
  lead: (all, late) => (late ? `${all} pekerjaan, ${late} terlambat.` : `${all} pekerjaan. Yang paling mendesak ada di atas.`),
  some: (told, all, late) => `${told} dari ${all > COUNTED ? `lebih dari ${COUNTED}` : all} pekerjaan tampil di sini${late ? `, ${late} di antaranya terlambat` : ""}. Selebihnya ada pada daftar di bawah.`,
  due: (n, more) => `${n}${more ? "+" : ""} batas waktu`,
};

function capital(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

// ---------------------------------------------------------------- rows into their groups

const keyOf = (row) => `${GROUPS.indexOf(row.dataset.group)} ${row.dataset.due || "9999"} ${row.dataset.since}`;
const rowsOf = (part) => [...page.querySelectorAll(`.work-row${part ? `[data-part="${part}"]` : ""}`)];

function place(row) {
  const list = page.querySelector(`[data-group-of="${row.dataset.group}"] .work-list`);
  const key = keyOf(row);
  list.insertBefore(row, [...list.children].find((other) => keyOf(other) > key) ?? null);
}

/** Whoever stands on a row with the keyboard stays on it. */
function keepingFocus(change) {
  const href = page.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  change();
  if (href && !page.contains(document.activeElement)) page.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus();
}

function take(part, answer) {
  const found = document.importNode(answer, true);
  beyond.set(part, Number(answer.dataset.beyond));
  keepingFocus(() => {
    for (const old of page.querySelectorAll(`[data-part="${part}"]`)) old.remove();
    for (const row of found.querySelectorAll("[data-rows] > .work-row")) place(row);
    for (const one of found.querySelectorAll("[data-appointments] > li")) appoint(one);
    page.querySelector("[data-more-place]").append(...found.querySelectorAll("[data-more] > li"));
    const extra = found.querySelector("[data-extra]");
    const at = page.querySelector("[data-extra-place]");
    if (extra.children.length > 0 && !at.contains(document.activeElement) && !typed(at)) at.replaceChildren(...extra.childNodes);
  });
  count();
}

const typed = (at) => [...at.querySelectorAll("input[type=search], input[type=text]")].some((field) => field.value !== field.defaultValue);

function appoint(one) {
  const list = page.querySelector(`.work-day[data-day="${one.dataset.day}"] [data-day-appointments]`);
  list?.insertBefore(one, [...list.children].find((other) => other.dataset.at > one.dataset.at) ?? null);
}

// ---------------------------------------------------------------- what is said of it

const states = new Map([...page.querySelectorAll("[data-part-state]")].map((line) => [line.dataset.partState, line]));
const waiting = new Set(states.keys());
const failed = new Set();
const beyond = new Map([[own, Number(page.dataset.beyond)]]); // service -> what waits there and is not told here

function count() {
  const all = rowsOf();
  for (const name of GROUPS) {
    const group = page.querySelector(`[data-group-of="${name}"]`);
    const size = group.querySelectorAll(".work-row").length;
    group.hidden = size === 0;
    group.querySelector("[data-count]").textContent = size;
  }
  const more = [...beyond.values()].reduce((sum, one) => sum + one, 0);
  for (const day of page.querySelectorAll(".work-day")) {
    const size = all.filter((row) => row.dataset.due === day.dataset.day).length;
    const note = day.querySelector("[data-day-due]");
    note.hidden = size === 0;
    note.textContent = words.due(size, more > 0);
  }
  page.querySelector("[data-work-empty]").hidden = all.length > 0 || waiting.size > 0 || failed.size > 0;
  const late = all.filter((row) => row.dataset.group === "late").length;
  const lead = document.querySelector("[data-work-lead]");
  const text = all.length === 0 ? "" : more > 0 ? words.some(all.length, all.length + more, late) : words.lead(all.length, late);
  if (waiting.size === 0 && lead.textContent !== text) lead.textContent = text;
  remember(all);
}

function remember(rows) {
  const links = rows.map((row) => row.querySelector(".work-verb"));
  const kept = links.map((link) => ({ url: link.getAttribute("href"), verb: link.firstChild.textContent, number: link.dataset.number }));
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function say(part, text, { again = false } = {}) {
  const line = states.get(part);
  if (!line) return;
  line.hidden = text === "";
  const at = line.querySelector("[data-words-place]");
  if (at.textContent !== text) at.textContent = text;
  line.classList.toggle("is-down", again);
  line.querySelector("[data-again]").hidden = !again;
}

// ---------------------------------------------------------------- asking

async function ask(part) {
  const where = states.get(part)?.dataset.words ?? "";
  const slow = setTimeout(() => say(part, words.slow(where)), SLOW_MS);
  try {
    const answer = await fetch(`/${part}/work/panel`, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.type === "opaqueredirect") return location.reload(); // the session has ended: the server asks to sign in
    if (!answer.ok) throw new Error(String(answer.status));
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-work-part]");
    if (!found) throw new Error("not a part");
    waiting.delete(part);
    failed.delete(part);
    say(part, "");
    take(part, found);
  } catch {
    waiting.delete(part);
    failed.add(part);
    say(part, words.down(where), { again: true });
    count();
  } finally {
    clearTimeout(slow);
  }
}

for (const [part, line] of states) {
  say(part, words.loading(line.dataset.words));
  line.querySelector("[data-again]").addEventListener("click", () => {
    say(part, words.loading(line.dataset.words));
    ask(part);
  });
  ask(part);
}
count();

function refresh() {
  if (document.visibilityState !== "visible") return;
  for (const part of states.keys()) ask(part);
  if (!failed.has(own)) ask(own);
}
setInterval(refresh, AGAIN_MS);
document.addEventListener("visibilitychange", refresh);
window.addEventListener("pageshow", (event) => event.persisted && refresh());
