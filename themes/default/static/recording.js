// The recording of a speech in step with its text: the paragraph that is said is lit, and a time plays from there.
// Without it the player plays, and the times are links into the recording.
(function () {
  "use strict";
  const player = document.querySelector("#recording :is(audio, video)");
  if (!player) return;

  const inText = [...document.querySelectorAll("a.clock")].map((link) => ({
    link,
    from: Number(link.dataset.at),
    // None: until the next paragraph that has a time.
    until: Number(link.dataset.until ?? Infinity),
    text: link.closest("p, li, dd, figure") ?? link,
  }));
  const inTime = [...inText].sort((a, b) => a.from - b.from);
  let lit = null;

  function light() {
    // A little early: players stop a few milliseconds before the moment that they were sent to.
    const now = player.currentTime + 0.05;
    let said = null;
    for (const one of inTime) if (one.from <= now) said = one;
    if (said && said.until < now) said = null;
    if (said === lit) return;
    lit?.text.classList.remove("spoken");
    said?.text.classList.add("spoken");
    lit = said;
  }

  // Players tell the time four times a second, which is late for a short paragraph.
  function follow() {
    light();
    if (!player.paused) requestAnimationFrame(follow);
  }

  // A video that is not allowed to start, or not there, says so in its own controls.
  const play = () => player.play()?.catch(() => {});
  const toggle = () => (player.paused ? play() : player.pause());

  player.addEventListener("play", () => { player.parentElement.classList.add("on"); follow(); });
  player.addEventListener("seeked", light);
  player.addEventListener("timeupdate", () => { if (!player.paused) light(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.clock");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const wanted = inText.find((one) => one.link === link);
    if (wanted === lit && !player.paused) return player.pause();
    player.currentTime = wanted.from;
    play();
  });

  // An address with a paragraph opens at its time, and waits there.
  function open() {
    const place = document.getElementById(location.hash.slice(1));
    const wanted = place && inText.find((one) => place.contains(one.link));
    if (wanted && player.paused) player.currentTime = wanted.from;
  }
  addEventListener("hashchange", open);
  open();

  // Where single keys are switched on, in the list of keys of the theme.
  document.addEventListener("keydown", (event) => {
    let isOn = false;
    try { isOn = localStorage.getItem("keys") === "on"; } catch { /* private windows may refuse */ }
    const isTyping = event.target.closest?.("input, textarea, select, audio, video") || document.querySelector("dialog[open]");
    if (isOn && event.key === "t" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
  });
})();
