// A page that waits (202): asks again every half second, and shows what there is when it is there.
(() => {
  const words = document.querySelector('[data-waiting]');

  async function look() {
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: 'text/html' } });
      if (answer.status !== 202 && answer.status !== 429) {
        window.location.reload();
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const now = page.querySelector('[data-waiting]');
      if (now && now.textContent !== words.textContent) words.textContent = now.textContent;
    } catch {
      // the line broke for a moment: ask again
    }
    setTimeout(look, 500);
  }

  if (words) setTimeout(look, 250);
})();
