// A list whose lines come from several services, the newest first: the story of a case, the trail of audit.
// Each service is asked with the person's own session, once the list is looked at; one that does not answer is named.
// A part that holds more says where (`data-next`): lines older than what has come of it wait until it has come.

const PATIENCE_MS = 15_000;
const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;
const words = {
  loading: (where) => `Memuat dari ${where}…`,
  down: (where) => `${capital(where)} tidak menjawab; yang terjadi di sana belum tampil.`,
  ended: "Sesi Anda berakhir. Muat ulang halaman untuk masuk lagi.",
};
const timeOf = (line) => Date.parse(line.dataset.at);

class Lines {
  constructor(box) {
    this.list = box.querySelector("[data-lines-list]");
    this.counts = box.dataset.linesCount;
    this.more = box.querySelector("[data-lines-more]");
    this.all = box.querySelector("[data-lines-all]");
    this.most = Number(box.dataset.linesMost) || Infinity; // shown until all are asked for
    this.all?.addEventListener("click", () => {
      this.most = Infinity;
      this.show();
      this.list.querySelector(":scope > :not([hidden])").scrollIntoView({ block: "nearest" });
    });
    this.empty = box.querySelector("[data-lines-empty]");
    this.parts = new Map([...box.querySelectorAll("[data-part-state]")].map((line) => [line.dataset.partState, line]));
    this.held = new Map(); // part: where the rest of it is, and the time of the oldest line that came
    this.waiting = new Set(this.parts.keys());
    for (const [name, line] of this.parts) {
      line.querySelector("[data-again]").addEventListener("click", () => this.ask(name, line.dataset.url));
      this.say(name, words.loading(line.dataset.words));
    }
    this.more?.addEventListener("click", () => this.older());
    this.show();
    new IntersectionObserver(([seen], watch) => {
      if (!seen.isIntersecting) return;
      watch.disconnect();
      for (const [name, line] of this.parts) this.ask(name, line.dataset.url);
    }).observe(box);
  }

  async ask(name, url) {
    const where = this.parts.get(name).dataset.words;
    this.waiting.add(name);
    this.say(name, words.loading(where));
    try {
      const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.type === "opaqueredirect") return this.say(name, words.ended, { wrong: true });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector(`[data-lines-part="${name}"]`);
      if (!found) throw new Error("not a part");
      this.take(name, found);
      this.say(name, "");
    } catch {
      this.say(name, words.down(where), { wrong: true, again: true });
    } finally {
      this.waiting.delete(name);
      this.show();
    }
  }

  take(name, found) {
    const lines = [...found.children].map((line) => document.importNode(line, true));
    for (const line of lines) this.place(line);
    if (found.dataset.next && lines.length > 0) this.held.set(name, { next: found.dataset.next, oldest: timeOf(lines.at(-1)) });
    else this.held.delete(name);
  }

  /** After all that are not older: the lines of one service keep their order. */
  place(line) {
    const at = timeOf(line);
    this.list.insertBefore(line, [...this.list.children].find((other) => timeOf(other) < at) ?? null);
  }

  show() {
    const since = Math.max(...[...this.held.values()].map((part) => part.oldest), -Infinity);
    const lines = [...this.list.children];
    for (const [at, line] of lines.entries()) line.hidden = timeOf(line) < since || at >= this.most;
    if (this.all) this.all.hidden = lines.length <= this.most;
    if (this.more) this.more.hidden = this.held.size === 0 || this.waiting.size > 0;
    if (this.empty) this.empty.hidden = lines.length > 0 || this.waiting.size > 0;
    for (const count of this.counts ? document.querySelectorAll(this.counts) : []) count.textContent = lines.length;
  }

  /** The part that hides the others' older lines goes on. */
  older() {
    const since = Math.max(...[...this.held.values()].map((part) => part.oldest));
    for (const [name, part] of [...this.held]) if (part.oldest === since) this.ask(name, part.next);
  }

  say(name, text, { wrong = false, again = false } = {}) {
    const line = this.parts.get(name);
    line.hidden = text === "";
    line.classList.toggle("is-down", wrong);
    const at = line.querySelector("[data-words-place]");
    if (at.textContent !== text) at.textContent = text;
    line.querySelector("[data-again]").hidden = !again;
  }
}

for (const box of document.querySelectorAll("[data-lines]")) new Lines(box);
