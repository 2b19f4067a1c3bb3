// What is read off a page for tests/support/reflow.py: each function returns lines, one for each fault.

({
  /** Nothing is wider than the window but what has to be (a table, a drawing, a picture) in a box of its own, nothing is
   *  cut off, and nothing that stays in place takes more than half of so low a window. */
  reflow() {
    const wide = document.documentElement.clientWidth;
    const sideways = document.documentElement.scrollWidth - wide;
    const found = sideways > 0 ? [`scrolls ${sideways} px sideways`] : [];
    for (const el of document.body.querySelectorAll("*")) {
      if (!this.shown(el) || el.closest("svg")) continue;
      const box = el.getBoundingClientRect();
      const more = this.scrolls(el) ? el.scrollWidth - el.clientWidth : 0;
      if (more > 1 && !el.matches("textarea, :has(table, svg, img, canvas)")) {
        found.push(`${this.name(el)} scrolls ${more} px sideways`);
      }
      const style = getComputedStyle(el);
      const stays = style.position === "fixed" || (style.position === "sticky" && !(style.top === "auto" && style.bottom === "auto"));
      if (stays && !el.matches("dialog, th, td") && box.height > innerHeight / 2) {
        found.push(`${this.name(el)} stays and covers ${Math.round(box.height)} px`);
      }
      const text = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (text && (box.right > wide + 1 || box.left < -1) && !this.apart(el)) {
        found.push(`${this.name(el)} is cut off: ${el.textContent.trim().slice(0, 40)}`);
      }
    }
    return found;
  },

  /** Marks what is made of colour alone (no text in it): boxes with a ground of their own, shapes of a drawing. */
  mark() {
    for (const el of document.body.querySelectorAll("*")) {
      if (!this.shown(el) || el.closest("svg") || el.matches("input, textarea, select, img, canvas, video, audio, iframe, button, hr, object")) continue;
      for (const [part, name] of this.parts) {
        const style = getComputedStyle(el, part);
        const empty = part ? /^"\s*"$/.test(style.content) && style.display !== "none" : !el.textContent.trim() && el.children.length === 0;
        const ground = this.ground(part ? el : el.parentElement);
        const large = Math.min(parseFloat(style.width), parseFloat(style.height)) > 1;
        if (empty && large && this.clear(style.backgroundColor, ground)) el.setAttribute(name, "");
      }
    }
    for (const el of this.shapes()) {
      if (this.colours(el).some((colour) => this.clear(colour, this.ground(el.closest("svg"))))) el.setAttribute("data-mark", "");
    }
  },

  /** Marked before, and not seen now; and what is said to be chosen but looks like what stands beside it. */
  async unseen() {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish(); // a colour on its way is none yet
    const found = [];
    for (const [part, name] of this.parts) {
      for (const el of document.querySelectorAll(`[${name}]:not(svg *)`)) {
        if (this.shown(el) && !this.stands(getComputedStyle(el, part), this.ground(el.parentElement))) found.push(`${this.name(el)}${part ?? ""} is not seen`);
      }
    }
    for (const el of document.querySelectorAll("svg [data-mark]")) {
      const ground = this.ground(el.closest("svg"));
      if (!this.colours(el).some((colour) => this.clear(colour, ground))) found.push(`${this.name(el.closest("svg"))} ${this.name(el)} is not seen`);
    }
    for (const el of document.querySelectorAll('[aria-current]:not([aria-current="false"]), [aria-selected="true"], [aria-pressed="true"], .is-today, .is-current')) {
      const others = this.beside(el);
      if (this.shown(el) && others.length > 0 && others.every((one) => this.looks(one) === this.looks(el))) found.push(`${this.name(el)} looks like the others`);
    }
    return [...new Set(found)];
  },

  parts: [[null, "data-mark"], ["::before", "data-mark-before"], ["::after", "data-mark-after"]],
  name: (el) => el.tagName.toLowerCase() + (el.id ? `#${el.id}` : "") + [...el.classList].map((one) => `.${one}`).join(""),
  scrolls: (el) => ["auto", "scroll"].includes(getComputedStyle(el).overflowX),

  shown(el) {
    const box = el.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  },

  /** In a box that is pushed sideways by itself, or for screen readers alone. */
  apart(el) {
    for (let at = el; at; at = at.parentElement) {
      if (this.scrolls(at) || getComputedStyle(at).clipPath !== "none" || at.matches(".visually-hidden, .skip-link")) return true;
    }
    return false;
  },

  shapes: () => [...document.querySelectorAll("svg :is(path, rect, circle, line, polyline, polygon, ellipse)")].filter((el) => !el.closest("defs, clipPath, mask, symbol") && el.closest("svg").checkVisibility()),

  colours(el) {
    const style = getComputedStyle(el);
    return [[style.fill, style.fillOpacity], [style.stroke, style.strokeWidth]].filter(([colour, amount]) => colour !== "none" && parseFloat(amount) > 0).map(([colour]) => colour);
  },

  ground(el) {
    for (let at = el; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (this.light(colour) !== null) return colour;
    }
    return "Canvas";
  },

  stands(style, ground) {
    const edges = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || this.clear(style.backgroundColor, ground) || edges.some((side) => this.clear(style[`border${side}Color`], ground));
  },

  /** Relative luminance (WCAG); null where nothing is to be seen. */
  light(colour) {
    this.paint ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    this.paint.clearRect(0, 0, 1, 1);
    this.paint.fillStyle = colour === "Canvas" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "#000" : "#fff") : colour;
    this.paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = this.paint.getImageData(0, 0, 1, 1).data;
    const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return alpha < 20 ? null : 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  },

  clear(colour, ground) {
    const [one, other] = [this.light(colour), this.light(ground)];
    return one !== null && (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) >= 1.5;
  },

  /** Of the same kind in the same row, and not chosen. */
  beside(el) {
    const at = el.parentElement.children.length > 1 ? el : el.parentElement;
    const chosen = '[aria-current]:not([aria-current="false"]), [aria-selected="true"], [aria-pressed="true"], .is-today, .is-current';
    const others = [...at.parentElement.children].filter((one) => one !== at && one.tagName === at.tagName && this.shown(one) && !one.matches(chosen) && !one.querySelector(chosen));
    return at === el ? others : others.map((one) => one.querySelector(el.tagName)).filter(Boolean);
  },

  looks(el) {
    const kinds = ["background-color", "color", "border", "border-top", "border-bottom", "border-left", "outline", "text-decoration", "font-weight"];
    return [el, ...el.children].flatMap((one) => [null, "::before", "::after"].map((part) => kinds.map((kind) => getComputedStyle(one, part).getPropertyValue(kind)).join())).slice(0, 9).join("|");
  },
})
