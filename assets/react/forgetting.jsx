/* Clears a page that shows or takes somebody's data when nobody is there any more, and warns
   before; wrapped in clinic_app/web/react/forgetting.py. */
import { useEffect, useRef, useState } from "react";
import { onDeed } from "./deeds.js";

const WARNING = 30; // seconds before

export function Forgetting({ seconds, onForget }) {
  const forget = useRef(onForget);
  forget.current = onForget; // each render brings another
  const [left, setLeft] = useState(null); // seconds, while the warning shows

  useEffect(() => {
    if (!seconds) return;
    let used = Date.now();
    const rest = () => Math.ceil(seconds - (Date.now() - used) / 1000);
    // A touch that wakes a sleeping tablet comes too late.
    const unhear = onDeed(() => {
      if (rest() <= 0) return;
      used = Date.now();
      setLeft(null);
    });
    function look() {
      setLeft(rest() <= WARNING ? Math.max(rest(), 0) : null);
      if (rest() > 0) return;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      forget.current();
    }
    const timer = setInterval(look, 1000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      unhear();
      setLeft(null);
    };
  }, [seconds]);

  return (
    <div className="forgetting" role="status">
      {left !== null && (
        <div className="forgetting-bar">
          <p>
            Are you still there? To keep it private, this page is about to be cleared.{" "}
            <span className="num" aria-hidden="true">
              {left} s
            </span>
          </p>
          <button type="button" className="btn btn--secondary">
            I am here
          </button>
        </div>
      )}
    </div>
  );
}
