// The questionnaire: how many of the questions are answered. Without this file the page still works.

const bar = document.querySelector("[data-survey-progress]");
const form = bar?.closest("form");

function count() {
  const questions = new Set([...form.querySelectorAll('input[type="radio"][name^="answers."]')].map((one) => one.name));
  const answered = [...questions].filter((name) => form.querySelector(`[name="${CSS.escape(name)}"]:checked`)).length;
  bar.querySelector("progress").value = answered;
  const text = bar.querySelector("[data-text]");
  text.textContent = text.dataset.text.replace("{n}", answered);
}

if (form) {
  bar.hidden = false;
  form.addEventListener("change", count);
  globalThis.addEventListener("pageshow", count); // the browser may bring answers back by itself
  count();
}
