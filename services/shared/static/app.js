// Small helps on every page. Each one finds its elements by attribute; without this file every page still works.
// Loaded as a module, so it runs after the document is read. What the other scripts share is in `sigap` below.

const english = document.documentElement.lang === "en";
const locale = english ? "en-GB" : "id-ID";

const words = english
  ? {
      saving: "Saving…",
      saved: (at) => `Draft saved at ${at}`,
      notSaved: "Draft not saved: no answer from the server. Trying again by itself.",
      changed: "Draft not saved: somebody else changed this form. Press Save to see how; what you typed stays.",
      signedOut: "Draft not saved: your session has ended. Sign in in another tab, then go on here.",
      rows: (n) => `${n} rows`,
      left: (n) => `${n} characters left`,
      over: (n) => `${n} characters too many`,
      short: (n) => `at least ${n} more characters`,
      signs: (found) => `On paper these signs become □: ${found}`,
    }
  : {
      saving: "Menyimpan…",
      saved: (at) => `Konsep tersimpan pukul ${at}`,
      notSaved: "Konsep belum tersimpan: server tidak menjawab. Dicoba lagi otomatis.",
      changed: "Konsep belum tersimpan: formulir ini diubah orang lain. Tekan Simpan untuk melihat bedanya; yang Anda ketik tetap ada.",
      signedOut: "Konsep belum tersimpan: sesi Anda berakhir. Masuk lagi, lalu lanjutkan di sini.",
      rows: (n) => `${n} baris`,
      left: (n) => `Sisa ${n} huruf`,
      over: (n) => `Kelebihan ${n} huruf`,
      short: (n) => `Kurang ${n} huruf lagi`,
      signs: (found) => `Di kertas tanda ini menjadi □: ${found}`,
    };

const timeZone = document.documentElement.dataset.zone; // the office's, wherever this browser stands
const clockFormat = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone });
const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** What upload.js and signature.js use too. */
globalThis.sigap = {
  english,
  timeZone,
  csrf: () => document.querySelector('meta[name="csrf-token"]')?.content ?? "",
  /** The office's wall clock: 10.12 */
  clock: (moment = new Date()) => clockFormat.format(moment),
  number: (value) => numberFormat.format(value),
  /** Bytes as on the pages: 1,8 MB */
  size(bytes) {
    if (bytes >= 1e9) return `${numberFormat.format(bytes / 1e9)} GB`;
    if (bytes >= 1e6) return `${numberFormat.format(bytes / 1e6)} MB`;
    if (bytes >= 1e3) return `${Math.round(bytes / 1e3)} KB`;
    return `${bytes} B`;
  },
};

// ---------------------------------------------------------------- errors: the summary takes the focus

/** One error: its field takes the focus; of several the summary, which leads to each. */
function focusErrorSummary() {
  const summary = document.getElementById("error-summary");
  const wrong = summary?.querySelectorAll("li") ?? [];
  const link = wrong.length === 1 ? wrong[0].querySelector("a[href^='#']") : null;
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  (field?.matches("input, select, textarea") && !field.disabled ? field : summary)?.focus();
}

// ---------------------------------------------------------------- pressing twice sends once

const GUARD_MS = 20_000; // after this a stopped page load may be tried again

function guard(form, button) {
  form.dataset.busy = "1";
  if (!button || button.dataset.label !== undefined) return;
  // After this event, or the browser would leave the button's own name and value out of the form.
  setTimeout(() => {
    button.dataset.label = button.innerHTML;
    button.disabled = true;
    button.textContent = button.dataset.busy ?? words.saving;
  });
  setTimeout(() => release(form), GUARD_MS);
}

function release(form) {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("button[data-label]")) {
    button.innerHTML = button.dataset.label;
    button.disabled = false;
    delete button.dataset.label;
  }
}

function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "noGuard" in form.dataset || event.defaultPrevented) return;
    if (form.dataset.busy) event.preventDefault();
    else guard(form, event.submitter);
  });
  // The page may come back out of the browser's cache with its buttons still off.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(release));
}

// ---------------------------------------------------------------- fields that depend on another

/** `data-shown-by="field=value"` or `field=a|b`: hidden and not posted unless the field has the value. */
function followFields() {
  for (const box of document.querySelectorAll("[data-shown-by]")) {
    const [name, ...rest] = box.dataset.shownBy.split("=");
    const wanted = rest.join("=").split("|");
    const form = box.closest("form");
    const update = () => {
      const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const on = controls.some((control) => {
        const chosen = control.type === "checkbox" || control.type === "radio" ? control.checked : true;
        return chosen && !control.matches("fieldset:disabled *") && wanted.includes(control.value);
      });
      if (box.hidden === !on) return;
      box.hidden = !on;
      box.disabled = !on;
      form.dispatchEvent(new Event("sigap:follow")); // a box inside this one may depend on it
    };
    form.addEventListener("change", update);
    form.addEventListener("sigap:follow", update);
    update();
  }
}

// ---------------------------------------------------------------- how many letters are left

function countLetters() {
  for (const area of document.querySelectorAll("[data-counter]")) {
    const note = document.createElement("p");
    note.className = "counter";
    note.setAttribute("aria-live", "polite");
    (document.getElementById(`${area.id}-help`) ?? area).after(note);
    const least = Number(area.getAttribute("minlength")) || 0;
    const most = Number(area.getAttribute("maxlength")) || Infinity;
    area.removeAttribute("maxlength"); // cutting off pasted text silently would lose it; the server says what is too long
    let waiting = 0;
    const update = () => {
      const length = area.value.trim().length;
      const over = length > most;
      note.classList.toggle("counter-over", over);
      if (length > 0 && length < least) note.textContent = words.short(least - length);
      else if (over) note.textContent = words.over(length - most);
      else note.textContent = length > 0 && most - length <= Math.max(100, most / 5) ? words.left(most - length) : "";
    };
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(update, 400); // a screen reader hears it when typing rests
    });
    update();
  }
}

// ---------------------------------------------------------------- signs that paper will show as a box

const EVERYDAY = /^[\u0000-\u024f\u2010-\u2026]*$/; // no need to ask what the fonts have

/** Bullets of Word, which are turned into bullets (shared/paper/text.py). */
const BULLETS = /^[^\S\n]*[\uf020-\uf0ff](?=\s)|[\uf020\uf02d\uf06e\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fb\uf0fc\uf0fe]/gm;

/** The signs of a text that no font has; invisible ones are none, and a letter in another dress is printed plainly. */
async function unprintable(text) {
  if (EVERYDAY.test(text)) return [];
  const { steps } = await import(document.documentElement.dataset.printable);
  const printed = (sign) => has(steps, sign.codePointAt(0));
  const plain = (sign) => sign.normalize("NFKC") !== sign && [...sign.normalize("NFKC")].every(printed);
  const seen = text.normalize("NFC").replace(BULLETS, "");
  const unseen = /[\p{Cf}\p{Cc}\p{Zs}\ufe00-\ufe0f]/u;
  return [...new Set(seen)].filter((sign) => !unseen.test(sign) && !printed(sign) && !plain(sign));
}

function has(steps, point) {
  let at = 0;
  for (let i = 0; i < steps.length; i += 2) {
    at += steps[i];
    if (point < at) return false;
    at += steps[i + 1];
    if (point < at) return true;
  }
  return false;
}

/** Said at the field while it is typed; nothing is refused for it. */
function watchSigns() {
  document.addEventListener("input", async (event) => {
    const field = event.target;
    if (!field.matches?.("textarea, input[type=text]")) return;
    const signs = await unprintable(field.value);
    let note = document.getElementById(`${field.id}-signs`);
    if (!note && signs.length > 0) {
      note = document.createElement("p");
      note.id = `${field.id}-signs`;
      note.className = "counter counter-over";
      note.setAttribute("role", "status");
      field.after(note);
    }
    if (note) note.textContent = signs.length > 0 ? words.signs(signs.slice(0, 5).join(" ")) : "";
  });
}

// ---------------------------------------------------------------- dates and times typed quickly

/** 24112026, 24-11-2026 and 24.11.2026 become 24/11/2026; 8:5 and 0830 become 08.05 and 08.30. */
function tidyDates() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches?.("[data-date]")) {
      const parts = field.value.trim().match(/^(\d{1,2})[-/. ]?(\d{1,2})[-/. ]?(\d{4})$/);
      if (parts) field.value = `${parts[1].padStart(2, "0")}/${parts[2].padStart(2, "0")}/${parts[3]}`;
    } else if (field.matches?.("[data-time]")) {
      const parts = field.value.trim().match(/^(\d{1,2})[:., ]?(\d{1,2})$/);
      if (parts) field.value = `${parts[1].padStart(2, "0")}.${parts[2].padStart(2, "0")}`;
    }
  });
}

// ---------------------------------------------------------------- drafts that save themselves

const AUTOSAVE_MS = 5_000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.note = form.querySelector("[data-autosave-state]");
    this.timer = 0;
    this.changes = 0;
    this.savedChanges = 0;
    this.running = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event), true);
    form.addEventListener("sigap:save", () => {
      this.changes += 1;
      this.urgent = true;
      this.save(); // at once: a screen was left, a file has come
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer) this.save(true);
    });
  }

  changed() {
    this.changes += 1;
    if (!this.form.dataset.busy) this.timer ||= setTimeout(() => this.save(), AUTOSAVE_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** A save that is under way ends first, so that the form is sent with the version that it leaves. */
  submitted(event) {
    this.stop();
    if (!this.running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.pressed = event.submitter;
    this.pressedMeanwhile = true;
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    data.append("autosave", "1");
    return data;
  }

  async save(leaving = false) {
    this.stop();
    if (this.running || this.form.dataset.busy) return;
    this.running = true;
    this.urgent = false;
    const changes = this.changes;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.body(),
        headers: { "X-CSRFToken": sigap.csrf(), Accept: "application/json" },
        redirect: "manual",
        keepalive: leaving,
      });
      await this.answered(answer);
      this.savedChanges = changes;
    } catch {
      this.say(words.notSaved);
    } finally {
      this.running = false;
      const press = this.pressedMeanwhile;
      this.pressedMeanwhile = false;
      if (press) this.form.requestSubmit(this.pressed);
      else if (this.savedChanges < this.changes) this.timer ||= setTimeout(() => this.save(), this.urgent ? 0 : AUTOSAVE_MS);
    }
  }

  async answered(answer) {
    if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) return this.signIn();
    if (answer.status === 409) return this.say(words.changed);
    if (!answer.ok) throw new Error(String(answer.status));
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const { fields = {} } = isJson && answer.status !== 204 ? await answer.json() : {};
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form.querySelector(`input[type="hidden"][name="${CSS.escape(name)}"]`);
      if (field) field.value = value;
    }
    this.form.dispatchEvent(new Event("sigap:saved"));
    return this.say(words.saved(sigap.clock()));
  }

  /** The session has ended: a layer over the page asks to sign in, and what is typed is saved then. */
  async signIn() {
    this.say(words.signedOut);
    if (await sigap.renew?.()) throw new Error("again"); // saved with the next turn
  }

  say(text) {
    if (this.note) this.note.textContent = text;
  }
}

// ---------------------------------------------------------------- odds and ends

/** htmx asks with our CSRF token; a filter that fails, or a session that has ended, loads the page as a whole. */
function dressHtmx() {
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = sigap.csrf();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const live = document.querySelector("[data-rows-found]"); // a list changed: say how long it is now
    if (live) live.textContent = words.rows(document.querySelectorAll(".queue tbody tr").length);
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.matches("form.filters")) location.assign(event.detail.pathInfo.finalRequestPath);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!new URL(event.detail.xhr.responseURL).pathname.endsWith("/masuk")) return;
    event.detail.shouldSwap = false;
    if (sigap.unsaved?.()) sigap.renew(); // what is typed stays: a layer asks to sign in
    else location.reload(); // the server then asks to sign in and knows where to go on
  });
  let open = []; // what somebody reads stays open when its part of the page is made anew
  document.addEventListener("htmx:beforeSwap", (event) => {
    open = [...event.detail.target.querySelectorAll("details[id][open]")].map((each) => each.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });
}

/** A shared computer: what uploads remember in the browser goes when the person signs out. */
function forgetOnSignOut() {
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("tus::")) localStorage.removeItem(key);
    sessionStorage.clear();
    indexedDB.deleteDatabase("sigap-uploads");
  });
}

/** Opening a `details` with a form in it puts the person into its first field. */
function enterConfirm() {
  for (const details of document.querySelectorAll("details.confirm")) {
    details.addEventListener("toggle", () => {
      if (details.open) details.querySelector("textarea, select, input:not([type=hidden])")?.focus();
    });
  }
}

/** The menu of a telephone is one line: the present page's name is to be in it. */
function showPresentPage() {
  const present = document.querySelector(".site-nav > ul > li > [aria-current], .site-group.is-current");
  const line = document.querySelector(".site-nav > ul");
  if (present && line.scrollWidth > line.clientWidth) line.scrollLeft = present.offsetLeft - line.offsetLeft - 12;
}

/** A group of the menu closes when one goes on elsewhere, or by Escape, which leads back to its word. */
function closeMenu() {
  const open = () => document.querySelector(".site-group[open]");
  document.addEventListener("click", (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const group = event.key === "Escape" ? open() : null;
    if (!group) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
}

function printButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

followFields();
countLetters();
watchSigns();
tidyDates();
guardForms();
document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Autosave(form));
dressHtmx();
forgetOnSignOut();
enterConfirm();
closeMenu();
printButtons();
showPresentPage();
focusErrorSummary();
