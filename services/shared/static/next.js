// After a step: the next row of *my work* is offered below the words that said it is done.
// The list is the one that *my work* showed last (work.js); whether the row still waits is asked of its service.

const KEPT = "sigap-work";
const done = document.querySelector("main > .notice-success");
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
const pathOf = (url) => url.split("#")[0];

async function rowsOf(service, asked) {
  if (!asked.has(service)) {
    const answer = await fetch(`/${service}/work/panel`, { redirect: "manual" });
    const text = answer.ok ? await answer.text() : "";
    const page = new DOMParser().parseFromString(text, "text/html");
    asked.set(service, new Set([...page.querySelectorAll(".work-verb")].map((link) => link.getAttribute("href"))));
  }
  return asked.get(service);
}

async function following() {
  const asked = new Map();
  const left = kept.filter((row) => pathOf(row.url) !== location.pathname);
  sessionStorage.setItem(KEPT, JSON.stringify(left));
  for (const row of left.slice(0, 8)) {
    if ((await rowsOf(row.url.split("/")[1], asked)).has(row.url)) return row;
  }
  return null;
}

async function offer() {
  const row = await following().catch(() => null);
  const at = document.createElement("p");
  at.className = "work-next";
  at.setAttribute("role", "status");
  const link = document.createElement("a");
  if (row) {
    link.href = row.url;
    link.textContent = `${row.verb}${row.number ? ` ${row.number}` : ""}`;
    at.append("Pekerjaan berikutnya: ", link);
  } else {
    link.href = document.querySelector(".site-nav a")?.getAttribute("href") ?? "/";
    link.textContent = "Pekerjaan saya";
    at.append("Tidak ada lagi yang menunggu. Ke ", link);
  }
  done.querySelector("p").after(at);
}

if (done && kept.length > 0 && !document.querySelector("[data-work]")) offer();
