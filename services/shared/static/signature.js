// Signing by finger, pen or mouse: what is drawn goes as a PNG data URL into the hidden field.
// Without this script, or without a pointer, the field below the pad takes a scan.

const words = sigap.english
  ? { none: "No signature yet", some: "Signature drawn" }
  : { none: "Belum ada tanda tangan", some: "Tanda tangan tergores" };

class SignaturePad {
  constructor(box) {
    this.pad = box.querySelector("[data-signature-pad]");
    this.canvas = this.pad.querySelector("canvas");
    this.field = this.pad.querySelector('input[type="hidden"]');
    this.state = this.pad.querySelector("[data-signature-state]");
    this.pen = this.canvas.getContext("2d");
    this.pen.lineWidth = 5;
    this.pen.lineCap = "round";
    this.pen.lineJoin = "round";
    this.pen.strokeStyle = "#0b1f4d"; // dark blue ink
    this.pad.hidden = false;
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.up());
    this.pad.querySelector("[data-signature-clear]").addEventListener("click", () => this.clear());
    if (this.field.value) this.redraw(this.field.value);
  }

  /** Where the pointer is, in the canvas's own pixels. */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * this.canvas.width) / box.width,
      ((event.clientY - box.top) * this.canvas.height) / box.height,
    ];
  }

  down(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
    this.line(this.last); // a dot counts too
  }

  move(event) {
    if (!this.last) return;
    for (const step of event.getCoalescedEvents?.() ?? [event]) this.line(this.place(step));
  }

  line(to) {
    this.pen.beginPath();
    this.pen.moveTo(...this.last);
    this.pen.lineTo(...to);
    this.pen.stroke();
    this.last = to;
  }

  up() {
    if (!this.last) return;
    this.last = null;
    this.put(this.canvas.toDataURL("image/png"));
  }

  clear() {
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.put("");
  }

  put(value) {
    this.field.value = value;
    this.state.textContent = value ? words.some : words.none;
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** After a form with errors comes back, the drawing is still there. */
  redraw(value) {
    const image = new Image();
    image.addEventListener("load", () => this.pen.drawImage(image, 0, 0));
    image.src = value;
    this.state.textContent = words.some;
  }
}

document.querySelectorAll("[data-signature]").forEach((box) => new SignaturePad(box));
