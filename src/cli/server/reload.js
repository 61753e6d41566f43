// Reloads the page when the site was built anew. Only in pages that `oratory serve` shows.
(() => {
  const shown = document.currentScript.dataset.build;
  const events = new EventSource('/__oratory/events');
  events.onmessage = (event) => {
    if (event.data !== shown) location.reload();
  };
  addEventListener('pagehide', () => events.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
})();
