/* Ctrl or ⌘ with Enter submits the form around it, from anywhere in its dialog.
   Wrapped in clinic_app/web/react/submit_keys.py. */
import { useEffect, useRef, useState } from "react";

const APPLE = /Mac|iPhone|iPad/;

export function SubmitKeys() {
  const mark = useRef(null);
  const [words, setWords] = useState("");

  useEffect(() => {
    setWords(APPLE.test(navigator.platform) ? "⌘↵" : "Ctrl ↵");
    const form = mark.current?.closest("form");
    if (!form) return undefined;
    function press(event) {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      // A disabled button says that something is missing or under way.
      if (button && !button.disabled) form.requestSubmit(button);
    }
    const room = form.closest("[role=dialog]") ?? form;
    room.addEventListener("keydown", press);
    return () => room.removeEventListener("keydown", press);
  }, []);

  return <kbd className="kbd submit-keys" ref={mark} aria-hidden="true">{words}</kbd>;
}
