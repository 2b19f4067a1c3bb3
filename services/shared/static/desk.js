// The desk's form as short screens, one at a time: moved through by buttons, by the row above, and by the address's hash.
// What a NIK or the words of a story tell is proposed into fields that nobody typed into; files are kept at once.

const form = document.querySelector("form[data-desk]");
const screens = [...document.querySelectorAll("[data-screen]")];
const byName = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`);

// ---------------------------------------------------------------- one screen at a time

const links = [...document.querySelectorAll("[data-screen-link]")];
const next = form.querySelector("[data-next]");
const last = form.querySelector("[data-last]");

function nameOf(hash) {
  const at = document.getElementById(hash.slice(1));
  return at?.closest("[data-screen]")?.dataset.screen;
}

function show(name, { focus = false } = {}) {
  const at = Math.max(screens.findIndex((screen) => screen.dataset.screen === name), 0);
  screens.forEach((screen, index) => (screen.hidden = index !== at));
  for (const link of links) {
    link.hidden = !screens.some((screen) => screen.dataset.screen === link.dataset.screenLink);
    if (link.dataset.screenLink === screens[at].dataset.screen) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  next.hidden = at === screens.length - 1;
  last.hidden = !next.hidden;
  if (!focus) return;
  const heading = screens[at].querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

function follow({ focus }) {
  const wrong = form.querySelector(".has-error")?.closest("[data-screen]");
  show(nameOf(location.hash) ?? wrong?.dataset.screen ?? screens[0].dataset.screen, { focus });
}

function go(name) {
  form.dispatchEvent(new Event("sigap:save"));
  history.pushState(null, "", `#${name}`);
  show(name, { focus: true });
}

next.addEventListener("click", () => go(screens[screens.findIndex((screen) => !screen.hidden) + 1].dataset.screen));
for (const link of links)
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(link.dataset.screenLink);
  });
addEventListener("popstate", () => follow({ focus: true }));
// The summary of errors leads to fields of any screen.
document.getElementById("error-summary")?.addEventListener("click", (event) => {
  const href = event.target.closest("a[href^='#']")?.getAttribute("href");
  const name = href && nameOf(href);
  if (!name) return;
  event.preventDefault();
  show(name);
  const field = document.getElementById(href.slice(1));
  field.closest("details")?.setAttribute("open", "");
  field.focus();
});

// ---------------------------------------------------------------- proposals

/** A field that nobody typed into takes what is proposed, and another proposal later. */
function propose(name, value) {
  const field = byName(name);
  if (!field || !value || (field.value !== "" && field.value !== field.dataset.proposed)) return;
  field.value = value;
  field.dataset.proposed = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function ask(url, fields) {
  try {
    const body = new URLSearchParams(fields);
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": sigap.csrf() }, redirect: "manual" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // a lost line: nothing is proposed
  }
}

const number = byName("applicant.nik");
const told = form.querySelector("[data-person]");

async function askPerson() {
  const digits = number.value.replace(/[\s.-]/g, "");
  if (!/^\d{16}$/.test(digits)) return told.replaceChildren();
  const of = (name) => byName(`applicant.${name}`)?.value ?? "";
  const answer = await ask(form.dataset.personUrl, { nik: digits, birth_date: of("birth_date"), gender: of("gender") });
  if (!answer) return undefined;
  propose("applicant.birth_date", answer.birth_date);
  propose("applicant.gender", answer.gender);
  told.innerHTML = answer.found;
  return undefined;
}

let waiting = 0;
number.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(askPerson, 300);
});
for (const name of ["birth_date", "gender"]) byName(`applicant.${name}`).addEventListener("change", askPerson);

async function askProposed() {
  const [story, place] = [byName("complaint.story").value, byName("complaint.place").value];
  if (story.trim().length < 10) return;
  const answer = await ask(form.dataset.proposeUrl, { story, place });
  if (!answer) return;
  propose("complaint.title", answer.title);
  propose("complaint.category", answer.category);
}

for (const name of ["complaint.story", "complaint.place"]) byName(name).addEventListener("change", askProposed);

// ---------------------------------------------------------------- days and hours by one press

for (const chips of form.querySelectorAll("[data-chips]")) {
  chips.hidden = false;
  chips.addEventListener("click", ({ target }) => {
    const field = target.dataset.fill && byName(target.dataset.fill);
    if (!field) return;
    field.value = target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// ---------------------------------------------------------------- files are kept the moment they are there

const kept = new Set(); // uploads that a save has taken in

function uploaded() {
  const fields = [...form.querySelectorAll("[data-upload-list] input[type=hidden]")];
  return fields.filter((field) => !kept.has(field.value));
}

form.addEventListener("change", (event) => {
  if (event.target === form && uploaded().length > 0) form.dispatchEvent(new Event("sigap:save"));
});

/** After a save: what was taken in stands in the list of kept files, from where it can be taken back. */
form.addEventListener("sigap:saved", async () => {
  const taken = uploaded();
  if (taken.length === 0) return;
  try {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const list of form.querySelectorAll("[data-kept]")) {
      const fresh = page.querySelector(`[data-kept="${list.dataset.kept}"]`);
      if (fresh) list.innerHTML = fresh.innerHTML;
    }
    for (const field of taken) {
      kept.add(field.value);
      field.closest(".upload").hidden = true;
    }
    forgetKept();
  } catch {
    // shown when the page is opened again
  }
});

/** What upload.js would bring back after a reload: not what is kept already. */
function forgetKept() {
  for (const box of form.querySelectorAll("[data-uploads]")) {
    const key = `uploads:${location.pathname}:${box.dataset.name}`;
    const { rows = [], ...rest } = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    sessionStorage.setItem(key, JSON.stringify({ ...rest, rows: rows.filter(({ id }) => !kept.has(id)) }));
  }
}

// ---------------------------------------------------------------- a page that was left in the middle of a save

const LEFT = `left:${location.pathname}`;
const SETTLES_MS = 700;
let touched = false;
form.addEventListener("input", () => (touched = true));
addEventListener("pagehide", () => touched && sessionStorage.setItem(LEFT, "1"));

/** A reload may overtake the save of what was typed last: once that is there, the page is loaded with it. */
async function catchUp() {
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok || touched) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector('[name="version"]')?.value !== byName("version").value && !touched) location.reload();
}

if (sessionStorage.getItem(LEFT)) {
  sessionStorage.removeItem(LEFT);
  if (form.dataset.autosaveUrl) setTimeout(catchUp, SETTLES_MS);
}

follow({ focus: false });
