/* Ctrl or ⌘ with Enter presses the button that it stands on, from anywhere in its dialog. A pressed
   button shows at once that it works, also where the server's answer takes its time.
   Wrapped in clinic_app/web/react/submit_keys.py. */
import { useEffect, useRef, useState } from "react";

const APPLE = /Mac|iPhone|iPad/;
const MOST = 10_000; // ms; then no answer will come any more

export function SubmitKeys() {
  const mark = useRef(null);
  const [words, setWords] = useState("");

  useEffect(() => {
    setWords(APPLE.test(navigator.platform) ? "⌘↵" : "Ctrl ↵");
    const button = mark.current?.closest("button");
    const room = button?.closest("[role=dialog]") ?? button?.form;
    if (!room) return undefined;
    function press(event) {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      event.preventDefault();
      button.click(); // does nothing while the button is disabled: something is missing or under way
    }
    let timer;
    function pressed() {
      clearTimeout(timer);
      button.dataset.sent = "true";
      timer = setTimeout(answered, MOST);
    }
    function answered() {
      clearTimeout(timer);
      delete button.dataset.sent;
    }
    const answer = new MutationObserver(() => button.ariaBusy === "true" || answered());
    answer.observe(room, {
      attributeFilter: ["aria-busy"], characterData: true, childList: true, subtree: true,
    });
    button.addEventListener("click", pressed);
    room.addEventListener("keydown", press);
    return () => {
      answered();
      answer.disconnect();
      button.removeEventListener("click", pressed);
      room.removeEventListener("keydown", press);
    };
  }, []);

  return <kbd className="kbd submit-keys" ref={mark} aria-hidden="true">{words}</kbd>;
}
