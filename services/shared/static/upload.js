// Evidence that survives a bad line: resumable uploads (tus 1.0) with progress, cancel, retry, and capture at the desk.
// Works on `[data-uploads]` that has `data-tus-endpoint`; without it, or without this script, the file field is a plain one.
//
// After a reload: finished files come back from sessionStorage, recordings made here resume by themselves (kept in
// IndexedDB until they are up), and for a file from the disk the page asks for the same file and goes on where it stopped.

const words = sigap.english
  ? {
      uploading: (percent, left) => `Uploading ${percent}%${left ? ` · about ${left} left` : ""}`,
      checking: "Checking and storing…",
      waiting: "Connection lost, trying again…",
      done: "Uploaded",
      attached: "Attached",
      failed: "Not uploaded. Press Try again.",
      rejected: "The server refused this file. Remove it and choose another.",
      again: "Choose the same file again to go on from here.",
      remove: "Remove",
      retry: "Try again",
      tooBig: (name, most) => `${name} is larger than ${most}.`,
      empty: (name) => `${name} is empty.`,
      wait: "Wait until all files are up, or remove those that are not, then send again.",
      photo: "Take a photo",
      audio: "Voice recording",
      take: "Take",
      stop: "Stop and keep",
      cancel: "Cancel",
      noDevice: "The camera or microphone cannot be used. Allow it in the browser, or choose a file.",
      seconds: (n) => `${n} seconds`,
      minutes: (n) => `${n} minutes`,
      photoName: "photo",
      audioName: "recording",
    }
  : {
      uploading: (percent, left) => `Mengunggah ${percent}%${left ? ` · sisa sekitar ${left}` : ""}`,
      checking: "Memeriksa dan menyimpan…",
      waiting: "Jaringan terputus, mencoba lagi…",
      done: "Selesai diunggah",
      attached: "Terlampir",
      failed: "Belum terunggah. Tekan Coba lagi.",
      rejected: "Berkas ini ditolak server. Hapus, lalu pilih yang lain.",
      again: "Pilih lagi berkas yang sama untuk melanjutkan dari sini.",
      remove: "Hapus",
      retry: "Coba lagi",
      tooBig: (name, most) => `${name} lebih besar dari ${most}.`,
      empty: (name) => `${name} kosong.`,
      wait: "Tunggu sampai semua berkas selesai diunggah, atau hapus yang belum, lalu kirim lagi.",
      photo: "Ambil foto",
      audio: "Rekam suara",
      take: "Ambil",
      stop: "Hentikan dan simpan",
      cancel: "Batal",
      noDevice: "Kamera atau mikrofon tidak dapat dipakai. Izinkan di browser, atau pilih berkas.",
      seconds: (n) => `${n} detik`,
      minutes: (n) => `${n} menit`,
      photoName: "foto",
      audioName: "rekaman",
    };

const RETRY_MS = [0, 500, 1000, 3000, 10_000, 30_000, 60_000];
const CHUNK = 16 * 2 ** 20; // of one request, which costs a look at sign-in and rights; what came before a line broke is kept
const KEEP_MS = 24 * 60 * 60 * 1000;

// ---------------------------------------------------------------- small pieces

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function makeButton(className, text, onClick) {
  const button = make("button", `btn ${className}`, text);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/** 2026-11-24-101205 on the office's clock, for the names of captured files. */
function stamp() {
  const parts = new Date().toLocaleString("sv-SE", { timeZone: sigap.timeZone });
  return parts.replaceAll(":", "").replace(" ", "-");
}

function timeLeft(bytesLeft, bytesPerSecond) {
  if (!(bytesPerSecond > 0)) return "";
  const seconds = bytesLeft / bytesPerSecond;
  return seconds < 60 ? words.seconds(Math.max(1, Math.round(seconds))) : words.minutes(Math.round(seconds / 60));
}

// ---------------------------------------------------------------- recordings, kept until they are up

/** Blobs by name, in IndexedDB; every failure here means only that a reload loses the recording. */
const recordings = {
  async store(mode, action) {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open("sigap-uploads", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("recordings", { keyPath: "name" });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    try {
      const request = action(database.transaction("recordings", mode).objectStore("recordings"));
      return await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } finally {
      database.close();
    }
  },
  keep: (file, field) =>
    recordings.store("readwrite", (s) => s.put({ name: file.name, field, file, at: Date.now() })).catch(() => {}),
  drop: (name) => recordings.store("readwrite", (s) => s.delete(name)).catch(() => {}),
  all: () => recordings.store("readonly", (s) => s.getAll()).catch(() => []),
};

// ---------------------------------------------------------------- one file

class Item {
  constructor(list, name, size) {
    this.list = list;
    this.name = name;
    this.size = size;
    this.settled = false;
    this.row = make("li", "upload");
    this.thumb = make("span", "thumb", name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "");
    this.thumb.setAttribute("aria-hidden", "true");
    this.bar = make("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", name);
    this.state = make("div", "upload-state");
    const line = make("div", "upload-line");
    line.append(make("span", "upload-name", name), make("span", "upload-size", sigap.size(size)));
    const body = make("div", "upload-body");
    body.append(line, this.bar, this.state);
    this.tools = make("div", "upload-tools");
    this.retryButton = makeButton("btn-sm btn-outline-primary", words.retry, () => this.retry());
    this.retryButton.hidden = true;
    const remove = makeButton("btn-sm btn-outline-secondary", words.remove, () => this.remove());
    remove.setAttribute("aria-label", `${words.remove} ${name}`);
    this.tools.append(this.retryButton, remove);
    this.row.append(this.thumb, body, this.tools);
    list.element.append(this.row);
  }

  start(file) {
    this.file = file;
    this.showThumb(file);
    this.row.classList.remove("is-failed");
    this.retryButton.hidden = true;
    let mark = null; // the speed is measured from here, so a resumed part does not count
    this.upload = new tus.Upload(file, {
      endpoint: this.list.endpoint,
      chunkSize: CHUNK,
      retryDelays: RETRY_MS,
      headers: { "X-CSRFToken": sigap.csrf() },
      metadata: {
        filename: file.name,
        filetype: file.type || "application/octet-stream",
        field: this.list.name,
        ...(this.list.role && { role: this.list.role }),
      },
      // The same file for another thing, or as something else, is another upload.
      fingerprint: async ({ name, type, size, lastModified }) =>
        ["sigap", this.list.endpoint, this.list.role, name, type, size, lastModified].join("-"),
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => {
        mark ??= { sent, at: performance.now() };
        const speed = (1000 * (sent - mark.sent)) / (performance.now() - mark.at);
        this.progress(sent, total, timeLeft(total - sent, speed));
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        const again = status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
        if (again) this.say(words.waiting);
        mark = null;
        return again;
      },
      onError: (error) => this.failed(error),
      onSuccess: ({ lastResponse }) => {
        this.done(this.upload.url.split("/").filter(Boolean).pop());
        this.warn(decodeURIComponent(lastResponse?.getHeader("X-Message") ?? ""));
      },
    });
    this.upload.findPreviousUploads().then((previous) => {
      if (previous.length > 0) this.upload.resumeFromPreviousUpload(previous[0]);
      this.upload.start();
    });
  }

  showThumb(file) {
    if (!file.type.startsWith("image/")) return;
    const image = new Image();
    image.alt = "";
    image.addEventListener("load", () => {
      this.thumb.replaceChildren(image);
      URL.revokeObjectURL(image.src);
    });
    image.src = URL.createObjectURL(file);
  }

  progress(sent, total, left) {
    const percent = total ? Math.floor((100 * sent) / total) : 100;
    this.bar.value = percent;
    this.say(percent < 100 ? words.uploading(sigap.number(percent), percent > 0 ? left : "") : words.checking);
    this.list.remember();
  }

  say(text) {
    this.state.textContent = text;
  }

  failed(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const final = status >= 400 && status < 500 && ![401, 403, 408, 409, 423, 429].includes(status);
    this.row.classList.add("is-failed");
    this.retryButton.hidden = final;
    this.say(final ? decodeURIComponent(error.originalResponse.getHeader("X-Message") ?? "") || words.rejected : words.failed);
    if (final) this.file = null; // settled for the form: it need not wait for what will never come
  }

  retry() {
    this.start(this.file);
    this.tools.lastElementChild.focus();
  }

  /** It is kept, but something is wrong with it, which the person who brings it can still put right. */
  warn(text) {
    if (!text) return;
    this.row.classList.add("is-warned");
    this.say(`${words.done}. ${text}`);
  }

  /** The file is up: its id goes into the form. */
  done(id) {
    this.id = id;
    this.settled = true;
    this.row.classList.add("is-done");
    this.bar.remove();
    this.retryButton.hidden = true;
    this.say(this.list.role ? words.attached : words.done);
    recordings.drop(this.name);
    if (this.list.role) return this.attached();
    const field = make("input");
    field.type = "hidden";
    field.name = this.list.name;
    field.value = id;
    this.row.append(field);
    this.list.remember();
    this.list.changed();
  }

  /** The server has attached it with its last byte: no form needs to name it, and it is no longer taken back here. */
  attached() {
    this.tools.remove();
    this.list.remember();
  }

  /** The server forgets it too: the unfinished part, or what is up and not used by a form yet. */
  remove() {
    if (this.settled) {
      const headers = { "X-CSRFToken": sigap.csrf(), "Tus-Resumable": "1.0.0" };
      fetch(`${this.list.endpoint}${this.id}`, { method: "DELETE", headers }).catch(() => {});
    } else this.upload?.abort(true).catch(() => {});
    recordings.drop(this.name);
    this.list.remove(this);
  }
}

// ---------------------------------------------------------------- the list of one field

class UploadList {
  constructor(box) {
    this.box = box;
    this.name = box.dataset.name;
    this.role = box.dataset.role ?? ""; // with one, a whole file is attached at once
    this.endpoint = box.dataset.tusEndpoint;
    this.most = Number(box.dataset.maxSize) || Infinity;
    this.input = box.querySelector('input[type="file"]');
    this.element = box.querySelector("[data-upload-list]");
    this.note = box.querySelector("[data-upload-note]");
    this.key = `uploads:${location.pathname}:${this.role || this.name}`;
    this.items = [];
    this.input.removeAttribute("name"); // files travel by tus, only their ids by the form
    this.dress();
    this.listen();
    this.adopt();
    this.restore();
    this.offerCapture();
  }

  /** A button in the office's words takes the place, the id and the descriptions of the browser's own file field. */
  dress() {
    this.pick = this.box.querySelector("[data-pick]");
    const label = this.box.querySelector(".form-label");
    label.removeAttribute("for");
    this.pick.id = this.input.id;
    this.input.removeAttribute("id");
    this.pick.setAttribute("aria-describedby", `${label.id} ${this.input.getAttribute("aria-describedby") ?? ""}`.trim());
    this.input.hidden = true;
    this.pick.hidden = false;
    this.pick.addEventListener("click", () => this.input.click());
    this.box.classList.add("is-live");
  }

  listen() {
    this.input.addEventListener("change", () => {
      [...this.input.files].forEach((file) => this.add(file));
      this.input.value = "";
    });
    const drop = this.box.querySelector("[data-drop]");
    const over = (on) => (event) => {
      event.preventDefault();
      drop.classList.toggle("drop-over", on);
    };
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => {
      over(false)(event);
      [...event.dataTransfer.files].forEach((file) => this.add(file));
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.unfinished().length > 0 && !this.form?.dataset.busy) event.preventDefault();
    });
    this.form = this.box.closest("form");
    this.form?.addEventListener("submit", (event) => this.submitted(event), true);
    for (const button of this.form?.querySelectorAll("[data-without-script]") ?? []) button.hidden = true;
  }

  /** Files that the server already shows as finished: their Remove button works now. */
  adopt() {
    for (const row of this.element.querySelectorAll("[data-done]")) {
      const button = row.querySelector("[data-remove]");
      button.hidden = false;
      button.addEventListener("click", () => {
        row.remove();
        this.pick.focus();
        this.remember();
        this.changed();
      });
    }
  }

  /** The main button waits for the files; a button with `formnovalidate` (save as draft) does not. */
  submitted(event) {
    if (this.unfinished().length === 0 || event.submitter?.formNoValidate) {
      this.remember(true);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(words.wait);
    this.box.scrollIntoView({ block: "center" });
    this.pick.focus({ preventScroll: true });
  }

  unfinished() {
    return this.items.filter((item) => !item.settled && item.file);
  }

  add(file) {
    this.say("");
    if (file.size > this.most) return this.say(words.tooBig(file.name, sigap.size(this.most)));
    if (file.size === 0) return this.say(words.empty(file.name));
    const known = this.items.find((item) => item.name === file.name && item.size === file.size && !item.settled && !item.file);
    const item = known ?? new Item(this, file.name, file.size);
    if (!known) this.items.push(item);
    return item.start(file);
  }

  remove(item) {
    this.items = this.items.filter((other) => other !== item);
    item.row.remove();
    this.pick.focus();
    this.remember();
    this.changed();
  }

  changed() {
    this.form?.dispatchEvent(new Event("change")); // autosave
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  remember(sent = false) {
    const left = this.role ? this.items.filter((item) => !item.settled) : this.items;
    const rows = left.map(({ name, size, id, bar }) => ({ name, size, id, percent: bar.value }));
    sessionStorage.setItem(this.key, JSON.stringify({ sent, rows }));
  }

  /** What was here before a reload or a step back. A form that was sent and is opened anew starts empty. */
  remembered() {
    const { sent, rows } = JSON.parse(sessionStorage.getItem(this.key) ?? '{"rows": []}');
    const [visit] = performance.getEntriesByType("navigation");
    if (!sent || visit?.type !== "navigate") return rows;
    sessionStorage.removeItem(this.key);
    return [];
  }

  async restore() {
    const rows = this.remembered();
    const posted = new Set([...this.element.querySelectorAll('input[type="hidden"]')].map((field) => field.value));
    for (const row of rows.filter(({ id }) => !posted.has(id))) {
      const item = new Item(this, row.name, row.size);
      this.items.push(item);
      if (row.id) item.done(row.id);
      else {
        item.bar.value = row.percent;
        item.say(words.again);
      }
    }
    for (const kept of await recordings.all()) {
      if (Date.now() - kept.at > KEEP_MS) recordings.drop(kept.name);
      else if (kept.field === this.key) this.add(kept.file);
    }
  }

  offerCapture() {
    if (!navigator.mediaDevices?.getUserMedia) return; // only on HTTPS or localhost
    for (const button of this.box.querySelectorAll("[data-capture]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          const file = await (button.dataset.capture === "photo" ? takePhoto() : recordAudio());
          if (file) {
            await recordings.keep(file, this.key);
            this.add(file);
          }
        } catch {
          this.say(words.noDevice);
        }
        button.focus();
      });
    }
  }
}

// ---------------------------------------------------------------- camera and microphone

/** A dialog over the page; resolves to what `accept` gives, or null when the person cancels. */
function ask(title, body, acceptLabel, accept, onClose) {
  return new Promise((resolve) => {
    const dialog = make("dialog", "capture");
    const heading = make("h2", "", title);
    heading.id = "capture-title";
    dialog.setAttribute("aria-labelledby", heading.id);
    const finish = async (value) => {
      resolve(await value);
      onClose();
      dialog.remove();
    };
    const actions = make("div", "actions");
    actions.append(
      makeButton("btn-primary", acceptLabel, () => finish(accept())),
      makeButton("btn-outline-secondary", words.cancel, () => finish(null)),
    );
    dialog.addEventListener("cancel", () => finish(null));
    dialog.append(heading, body, actions);
    document.body.append(dialog);
    dialog.showModal();
  });
}

const stopAll = (stream) => stream.getTracks().forEach((track) => track.stop());

async function takePhoto() {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
  const video = make("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  const shoot = () => {
    const canvas = make("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    return new Promise((resolve) => {
      const name = `${words.photoName}-${stamp()}.jpg`;
      canvas.toBlob((blob) => resolve(new File([blob], name, { type: "image/jpeg" })), "image/jpeg", 0.9);
    });
  };
  return ask(words.photo, video, words.take, shoot, () => stopAll(stream));
}

async function recordAudio() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const time = make("p", "capture-time", "00.00");
  const begun = Date.now();
  const ticking = setInterval(() => {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    time.textContent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}.${String(seconds % 60).padStart(2, "0")}`;
  }, 500);
  const stop = () =>
    new Promise((resolve) => {
      recorder.addEventListener("stop", () => {
        const type = recorder.mimeType.split(";")[0] || "audio/webm";
        const ending = type.endsWith("mp4") ? "m4a" : type.split("/")[1];
        resolve(new File(parts, `${words.audioName}-${stamp()}.${ending}`, { type }));
      });
      recorder.stop();
    });
  recorder.start(1000);
  return ask(words.audio, time, words.stop, stop, () => {
    clearInterval(ticking);
    if (recorder.state !== "inactive") recorder.stop();
    stopAll(stream);
  });
}

if (globalThis.tus?.isSupported) {
  document.querySelectorAll("[data-uploads][data-tus-endpoint]").forEach((box) => new UploadList(box));
}
