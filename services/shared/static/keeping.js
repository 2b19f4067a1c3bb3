// Nothing typed is lost: long texts are kept on the server while they are typed; a session that has ended is renewed
// in a layer over the page; while the line is down the form stays, and is sent when the line is back.

const html = document.documentElement;
const { service, user } = html.dataset;
const SAVE_MS = 3_000;
const AGAIN_MS = 4_000; // how often a lost line is tried
const PATIENCE_MS = 10_000;

const words = {
  saving: "Menyimpan ketikan…",
  saved: (at) => `Ketikan tersimpan pukul ${at}`,
  lost: "Sambungan terputus. Yang Anda ketik tetap ada di halaman ini dan disimpan begitu tersambung lagi.",
  waiting: "Sambungan terputus. Formulir ini dikirim otomatis begitu tersambung lagi.",
  back: "Tersambung lagi.",
  cancel: "Jangan kirim dahulu",
  notSent: "Belum dikirim. Yang Anda ketik tetap ada di halaman ini.",
  ended: "Sesi Anda berakhir",
  stays: "Yang Anda ketik tetap ada di halaman ini. Masuk lagi untuk melanjutkan.",
  name: "Nama pengguna",
  password: "Kata sandi",
  code: "Kode OTP",
  enter: "Masuk dan lanjutkan",
  later: "Nanti saja",
  elsewhere: "Masuk di tab lain",
  done: "Sudah masuk, lanjutkan",
  notYet: "Sesi ini belum terbuka. Masuk dahulu di tab lain.",
  other: (name) => `Di browser ini sekarang masuk ${name}. Masuk lagi sebagai ${user}.`,
  again: "Tidak terjawab. Coba lagi.",
};

// ---------------------------------------------------------------- the line of words at the foot of the window

const bar = document.createElement("div");
bar.className = "line-state";
bar.setAttribute("role", "status");
bar.hidden = true;

function say(text, button = null) {
  bar.hidden = text === "";
  bar.replaceChildren(...(text ? [text] : []), ...(button ? [" ", button] : []));
}

// ---------------------------------------------------------------- whose session it is

class Ended extends Error {}

/** The session of this browser: its CSRF token goes into every form of the page. Throws TypeError where the line is down. */
async function session() {
  const answer = await fetch(`/${service}/api/session`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new TypeError(String(answer.status));
  const found = await answer.json();
  freshen(found.csrf_token);
  return found.username ?? "";
}

function freshen(token) {
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (meta) meta.content = token;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
}

let renewing = null; // one layer, whoever asks

/** Makes sure that the session is this person's; a layer asks to sign in where it is not. False: not now. */
async function signedIn() {
  const name = await session();
  if (name === user) return true;
  renewing ??= renewal(name).finally(() => (renewing = null));
  return renewing;
}

// ---------------------------------------------------------------- the layer

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function field(id, label, attributes) {
  const input = element("input", { id, class: "form-control", ...attributes });
  return [element("div", { class: "field" }, element("label", { class: "form-label", for: id }, label), input), input];
}

function renewal(other) {
  const [nameBox, name] = field("renew-name", words.name, { readonly: "", value: user, autocomplete: "username" });
  const [passwordBox, password] = field("renew-password", words.password, { type: "password", autocomplete: "current-password" });
  const [codeBox, code] = field("renew-code", words.code, { autocomplete: "one-time-code", inputmode: "numeric" });
  codeBox.hidden = true;
  name.value = user;
  const note = element("p", { class: "field-error", role: "alert" }, other ? words.other(other) : "");
  const enter = element("button", { class: "btn btn-primary", type: "submit" }, words.enter);
  const later = element("button", { class: "btn btn-outline-secondary", type: "button" }, words.later);
  const done = element("button", { class: "btn btn-link", type: "button" }, words.done);
  const tab = element("a", { href: `/${service}/masuk`, target: "_blank", rel: "noopener" }, words.elsewhere);
  const form = element(
    "form", { "data-kept": "", novalidate: "" }, nameBox, passwordBox, codeBox, note,
    element("div", { class: "actions" }, enter, later), element("p", { class: "renew-elsewhere" }, tab, " ", done),
  );
  const layer = element(
    "dialog", { class: "renew", "aria-labelledby": "renew-title" },
    element("h2", { id: "renew-title" }, words.ended), element("p", {}, words.stays), form,
  );
  document.body.append(layer);
  layer.showModal();
  password.focus();
  return new Promise((resolve) => {
    layer.addEventListener("close", () => {
      layer.remove();
      resolve(layer.returnValue === "in");
    });
    later.addEventListener("click", () => layer.close(""));
    done.addEventListener("click", () => check(layer, note));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signIn(layer, note, codeBox, password, code);
    });
  });
}

async function check(layer, note) {
  const name = await session().catch(() => null);
  if (name === user) layer.close("in");
  else note.textContent = name === null ? words.again : name ? words.other(name) : words.notYet;
}

async function signIn(layer, note, codeBox, password, code) {
  try {
    const answer = await fetch(`/${service}/api/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-With": "fetch", Accept: "application/json" },
      body: JSON.stringify({ username: user, password: password.value, ...(codeBox.hidden ? {} : { code: code.value.trim() }) }),
    });
    if (answer.ok) return check(layer, note);
    const told = await answer.json();
    note.textContent = Object.values(told.errors ?? {})[0]?.[0] ?? told.message ?? words.again;
    if (told.errors?.code) {
      codeBox.hidden = false;
      code.focus();
    } else password.focus();
  } catch {
    note.textContent = words.again;
  }
}

// ---------------------------------------------------------------- drafts

class Draft {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.dirty = false;
    this.sent = false;
    this.note = element("p", { class: "autosave-state", role: "status" });
    form.append(this.note);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
  }

  changed() {
    this.sent = false; // a form whose answer is a file stays on its page
    this.dirty = true;
    this.timer ||= setTimeout(() => this.save(), SAVE_MS);
  }

  values() {
    const found = {};
    for (const [name, value] of new FormData(this.form)) {
      const control = this.form.elements[name];
      if (typeof value !== "string" || value === "" || ["hidden", "password"].includes(control?.type)) continue;
      found[name] = name in found ? [found[name], value].flat() : value;
    }
    return found;
  }

  /** Keeps what is typed; false where it could not be, for now: it stays in the page and is tried again. */
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.dirty || this.sent) return true;
    this.dirty = false;
    try {
      const answer = await keep(this.form.elements._draft.value, this.values(), leaving);
      if (answer.type === "opaqueredirect" || answer.status === 400) throw new Ended();
      if (!answer.ok) throw new TypeError(String(answer.status));
      this.note.textContent = words.saved(sigap.clock());
      if (bar.textContent === words.lost) say("");
      return true;
    } catch (error) {
      this.dirty = true;
      if (leaving) return false;
      return error instanceof Ended ? this.signInAndSave() : this.later();
    }
  }

  async signInAndSave() {
    const open = await signedIn().catch(() => null);
    if (open) return this.save();
    if (open === null) return this.later();
    this.note.textContent = words.notSent;
    return false;
  }

  later() {
    say(words.lost);
    this.timer ||= setTimeout(() => this.save(), AGAIN_MS);
    return false;
  }
}

function keep(name, values, keepalive = false) {
  const body = new URLSearchParams({ form: name, values: JSON.stringify(values) });
  const headers = { "X-CSRFToken": sigap.csrf(), Accept: "application/json" };
  return fetch(`/${service}/drafts`, { method: "POST", body, headers, redirect: "manual", keepalive });
}

const drafts = new Map();

/** What was restored and is not wanted. */
function dropButtons() {
  for (const button of document.querySelectorAll("[data-draft-drop]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const form = button.closest("form");
      if (drafts.has(form)) drafts.get(form).sent = true; // nothing of it is kept again
      await keep(form.elements._draft.value, {});
      location.assign(location.pathname);
    });
  }
}

// ---------------------------------------------------------------- sending

const passed = new WeakSet(); // forms that were looked after, and are sent now

/** Waits until the server is there; false where the person does not want to wait. */
async function ready() {
  const cancel = element("button", { class: "btn btn-sm btn-outline-primary", type: "button" }, words.cancel);
  let wanted = true;
  cancel.addEventListener("click", () => (wanted = false));
  for (let lost = false; wanted; lost = true) {
    try {
      const open = await signedIn();
      say(open ? "" : words.notSent);
      return open;
    } catch {
      if (!lost) say(words.waiting, cancel);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS / 4));
    }
  }
  say(words.notSent);
  return false;
}

async function send(form, submitter) {
  form.dataset.sending = "1";
  const draft = drafts.get(form);
  if (await ready()) {
    if (draft) {
      await draft.save();
    }
    passed.add(form);
    form.requestSubmit(submitter);
  }
  delete form.dataset.sending;
}

function beforeSending(event) {
  const form = event.target;
  if (form.method !== "post" || form.target || "kept" in form.dataset || "signOut" in form.dataset) return;
  if (passed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.dataset.sending) send(form, event.submitter);
}

/** Nothing stopped it: what was typed is on its way, and is not kept again. */
function isSent(event) {
  const draft = drafts.get(event.target);
  if (!draft || event.defaultPrevented) return;
  draft.sent = true;
  clearTimeout(draft.timer);
}

if (service && user) {
  sigap.renew = () => signedIn().catch(() => false);
  sigap.unsaved = () => [...drafts.values()].some((draft) => draft.dirty);
  document.body.append(bar);
  for (const form of document.querySelectorAll("form")) if (form.elements._draft) drafts.set(form, new Draft(form));
  dropButtons();
  document.addEventListener("submit", beforeSending, true);
  window.addEventListener("submit", isSent);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const draft of drafts.values()) draft.save({ leaving: true });
  });
  window.addEventListener("online", () => drafts.forEach((draft) => draft.dirty && draft.save()));
  window.addEventListener("pageshow", (event) => event.persisted && drafts.forEach((draft) => (draft.sent = false)));
  document.addEventListener("htmx:sendError", () => say(words.lost));
  document.addEventListener("htmx:afterOnLoad", () => bar.textContent === words.lost && say(""));
}
