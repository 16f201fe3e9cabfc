/* Ctrl or ⌘ with Enter presses the button that it stands on, from anywhere in its dialog.
   Wrapped in clinic_app/web/react/submit_keys.py. */
import { useEffect, useRef, useState } from "react";

const APPLE = /Mac|iPhone|iPad/;

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
    room.addEventListener("keydown", press);
    return () => room.removeEventListener("keydown", press);
  }, []);

  return <kbd className="kbd submit-keys" ref={mark} aria-hidden="true">{words}</kbd>;
}
