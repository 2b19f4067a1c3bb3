// The page of a case: tabs, sheets, pictures that open large, phrases. Without it the page works as it stands.
// A module after app.js, found by attribute as everything there.

const english = document.documentElement.lang === "en";
const words = english
  ? { close: "Close", before: "Previous", after: "Next", of: (n, all) => `${n} of ${all}` }
  : { close: "Tutup", before: "Sebelumnya", after: "Berikutnya", of: (n, all) => `${n} dari ${all}` };

// ---------------------------------------------------------------- tabs

class Tabs {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector(".tab-list");
    this.tabs = [...this.list.querySelectorAll(".tab")];
    this.panels = this.tabs.map((tab) => document.getElementById(tab.hash.slice(1)));
    this.dress();
    this.list.addEventListener("click", (event) => this.pressed(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.follow());
    const open = this.panels.findIndex((panel) => panel.classList.contains("is-open"));
    this.show(Math.max(open, 0));
    if (!box.dataset.wrong) this.follow(); // something wrong is shown before what the address names
  }

  dress() {
    this.list.setAttribute("role", "tablist");
    this.tabs.forEach((tab, at) => {
      tab.parentElement.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", this.panels[at].id);
      this.panels[at].setAttribute("role", "tabpanel");
      this.panels[at].tabIndex = 0;
    });
  }

  show(wanted) {
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === wanted));
      tab.tabIndex = at === wanted ? 0 : -1;
      this.panels[at].classList.toggle("is-open", at === wanted);
    });
  }

  choose(wanted) {
    this.show(wanted);
    history.replaceState(null, "", this.tabs[wanted].hash);
  }

  pressed(event) {
    const at = this.tabs.indexOf(event.target.closest(".tab"));
    if (at < 0) return;
    event.preventDefault(); // no jump: the panel begins where the press was
    this.choose(at);
  }

  key(event) {
    const at = this.tabs.indexOf(event.target);
    const last = this.tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === " ") return this.pressed(event);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    this.choose(to);
    this.tabs[to].focus();
  }

  /** The address names a tab, or something within one. */
  follow() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const at = target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
    if (at < 0) return;
    this.show(at);
    const record = target.closest("details");
    if (record) record.open = true;
    if (target !== this.panels[at]) target.scrollIntoView();
    else this.list.scrollIntoView({ block: "nearest" });
  }
}

// ---------------------------------------------------------------- sheets: a box that opens over the page

function sheets() {
  for (const box of document.querySelectorAll("details.sheet:not([data-dressed])")) {
    box.dataset.dressed = "1";
    const dialog = box.querySelector(":scope > dialog");
    const close = dialog.querySelector("[data-close]");
    close.hidden = false;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog && beside(dialog, event)) dialog.close(); // what was typed stays in the form
    });
    dialog.addEventListener("close", () => {
      box.open = false;
      box.querySelector("summary").focus();
    });
    const follow = () => {
      if (box.open && !dialog.open) enter(dialog);
      else if (!box.open && dialog.open) dialog.close();
    };
    box.addEventListener("toggle", follow);
    follow(); // it was refused: it stands open
  }
}

function beside(dialog, event) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}

/** The summary of errors goes into the sheet that it is about: the page behind cannot be reached. */
function enter(dialog) {
  dialog.showModal();
  const summary = document.getElementById("error-summary");
  if (summary && !entered) {
    dialog.querySelector("form").before(summary);
    summary.focus();
  } else {
    // A keyboard on the glass would cover what is to be read first.
    const first = matchMedia("(pointer: coarse)").matches ? "h2" : "textarea, select, input:not([type=hidden]), .sheet-foot .btn";
    dialog.querySelector(first)?.focus({ preventScroll: true });
  }
}

let entered = false; // whether the page has been shown: what opens later was opened by a press

// ---------------------------------------------------------------- phrases, and what the applicant will read

function phrases() {
  for (const group of document.querySelectorAll("[data-chips][hidden]")) {
    const field = document.getElementById(group.dataset.chips);
    if (!field) continue;
    group.hidden = false;
    field.before(group);
    group.addEventListener("click", (event) => {
      const chip = event.target.closest(".chip");
      if (!chip) return;
      const before = field.value.trimEnd();
      field.value = before ? `${before} ${chip.textContent}` : chip.textContent;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

// ---------------------------------------------------------------- a picture large, in place

class Large {
  constructor(strip) {
    this.items = [...strip.querySelectorAll("a.strip-item")];
    this.dialog = document.createElement("dialog");
    this.dialog.className = "large";
    this.dialog.innerHTML = `<div class="large-bar"><h2 id="large-name"></h2><span class="muted" data-where></span>
      <button class="btn btn-sm btn-outline-primary" type="button" data-before></button>
      <button class="btn btn-sm btn-outline-primary" type="button" data-after></button>
      <button class="btn btn-sm btn-primary" type="button" data-shut></button></div><div data-shown></div>`;
    this.dialog.setAttribute("aria-labelledby", "large-name");
    for (const [name, text, act] of [
      ["before", words.before, () => this.show(this.at - 1)],
      ["after", words.after, () => this.show(this.at + 1)],
      ["shut", words.close, () => this.dialog.close()],
    ]) {
      const button = this.dialog.querySelector(`[data-${name}]`);
      button.textContent = text;
      button.addEventListener("click", act);
    }
    this.dialog.addEventListener("keydown", (event) => {
      if (event.target.matches("video, audio")) return;
      if (event.key === "ArrowRight") this.show(this.at + 1);
      if (event.key === "ArrowLeft") this.show(this.at - 1);
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog && beside(this.dialog, event)) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => {
      this.dialog.querySelector("[data-shown]").replaceChildren(); // what plays, stops
      this.items[this.at].focus();
    });
    document.body.append(this.dialog);
    this.items.forEach((item, at) =>
      item.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.show(at);
        this.dialog.showModal();
      }),
    );
  }

  show(at) {
    const all = this.items.length;
    this.at = (at + all) % all;
    const figure = this.items[this.at].parentElement.querySelector("template").content.cloneNode(true);
    this.dialog.querySelector("h2").textContent = figure.firstElementChild.dataset.name;
    this.dialog.querySelector("[data-where]").textContent = words.of(this.at + 1, all);
    for (const name of ["before", "after"]) this.dialog.querySelector(`[data-${name}]`).hidden = all < 2;
    this.dialog.querySelector("[data-shown]").replaceChildren(figure);
  }
}

// ---------------------------------------------------------------- on a telephone: the way to my step

function stepBar() {
  const bar = document.querySelector(".step-bar");
  const step = document.querySelector(".next-step");
  if (!bar || !step) return;
  bar.querySelector("[data-step-title]").textContent = step.querySelector("h2").textContent;
  new IntersectionObserver(([seen]) => bar.classList.toggle("is-away", seen.isIntersecting), {
    rootMargin: "0px 0px -72px",
  }).observe(step);
}

/** Also after htmx has put a page anew: each thing once. */
function dress() {
  for (const [what, make] of [["[data-tabs]", (box) => new Tabs(box)], ["[data-strip]", (strip) => new Large(strip)]]) {
    for (const box of document.querySelectorAll(`${what}:not([data-dressed])`)) {
      box.dataset.dressed = "1";
      make(box);
    }
  }
  phrases();
  sheets();
}

dress();
entered = true;
stepBar();
document.addEventListener("htmx:afterSettle", dress);
