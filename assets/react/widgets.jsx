/* Small widgets with state of their own; wrapped in clinic_app/web/react/widgets.py. */
import { Children, useEffect, useRef, useState, useSyncExternalStore } from "react";
import Copy from "lucide-react/dist/esm/icons/copy.mjs";
import Eye from "lucide-react/dist/esm/icons/eye.mjs";
import EyeOff from "lucide-react/dist/esm/icons/eye-off.mjs";

export function PasswordInput({ className, ...props }) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="field-control">
      <input
        {...props}
        type={shown ? "text" : "password"}
        className="input"
        spellCheck={false}
        autoCapitalize="off"
      />
      <button
        type="button"
        className="field-button"
        aria-label={shown ? "Hide password" : "Show password"}
        aria-controls={props.id}
        onClick={() => setShown(!shown)}
      >
        <Icon className="icon" size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

const TYPING_PAUSE = 350; // ms without a key before what was typed counts

/* A date or time that a state follows. Each key makes another whole one (the years 0002, 0020, …):
   the state hears of the last, and its answer never overwrites what is being typed. */
export function SteadyInput({ value, onChange, ...props }) {
  const input = useRef(null);
  const timer = useRef();
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (input.current !== document.activeElement) input.current.value = value ?? "";
  }, [value]);

  function tell() {
    clearTimeout(timer.current);
    const typed = input.current?.value;
    if (typed && typed !== value) latest.current?.(typed);
  }

  function changed() {
    clearTimeout(timer.current);
    timer.current = setTimeout(tell, TYPING_PAUSE);
  }

  function left() {
    if (input.current.value) tell();
    else input.current.value = value ?? "";
  }

  return (
    <input
      {...props}
      ref={input}
      defaultValue={value}
      onChange={changed}
      onBlur={left}
    />
  );
}

export function CopyText({ text, label = "Copy" }) {
  const [done, setDone] = useState(false);
  const timer = useRef();
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    await navigator.clipboard.writeText(text);
    setDone(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setDone(false), 1600);
  }

  return (
    <button type="button" className="copy" title={label} onClick={copy}>
      <span className="sr-only">{label}: </span>
      <span>{text}</span>
      {done ? null : <Copy className="icon" size={13} aria-hidden="true" />}
      <span className="copy-done" role="status">{done ? "Copied" : ""}</span>
    </button>
  );
}

export function PrintButton({ children, className }) {
  return (
    <button type="button" className={className} onClick={() => window.print()}>
      {children}
    </button>
  );
}

/** Where a button goes as it is pressed, the focus goes on to the nearest that is left. */
export function SteadyFocus({ children, className }) {
  const box = useRef(null);
  const last = useRef([]); // what had the focus and what was around it: each, and its place there

  useEffect(() => {
    const goOn = new MutationObserver(() => {
      const lost = last.current.findLastIndex(({ one }) => !one.isConnected);
      if (lost < 0 || !document.activeElement.contains(box.current)) return;
      for (const [at, { place }] of last.current.entries()) {
        if (at < lost) continue;
        const near = [...(last.current[at + 1]?.one ?? box.current).children];
        const found = [...near.slice(place), ...near.slice(0, place).reverse()]
          .map((one) => one.matches("button") ? one : one.querySelector("button")).find(Boolean);
        if (found) return found.focus();
      }
    });
    goOn.observe(box.current, { childList: true, subtree: true });
    return () => goOn.disconnect();
  }, []);

  function keep({ target }) {
    if (!box.current.contains(target)) return; // in a menu of it, which is drawn elsewhere
    last.current = [];
    for (let one = target; one !== box.current; one = one.parentElement) {
      last.current.push({ one, place: [...one.parentElement.children].indexOf(one) });
    }
  }

  return <section ref={box} className={className} onFocus={keep}>{children}</section>;
}

/* Keeps the calendar's address to what is seen, so that a reload or Back shows that again. What it
   asked for (?book=1, ?visit=…) is done once its dialog closes; its day is the one paged to, of
   today none. */
export function SeenAddress({ open, date, now }) {
  const was = useRef({ open, date });
  useEffect(() => {
    const closed = was.current.open && !open;
    if (closed || date !== was.current.date) {
      const asks = new URLSearchParams(closed ? "" : location.search);
      if (now.startsWith(date)) asks.delete("date");
      else asks.set("date", date);
      history.replaceState(history.state, "", `${location.pathname}${asks.size ? `?${asks}` : ""}`);
    }
    was.current = { open, date };
  }, [open, date, now]);
  return null;
}

const PHONE = "(max-width: 767px)"; // as phone.css

function onScreenChange(listener) {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Two children, the phone's first: only the one that fits the screen is put into the page. */
export function PhoneOrDesk({ children }) {
  const phone = useSyncExternalStore(
    onScreenChange,
    () => window.matchMedia(PHONE).matches,
    () => false,
  );
  return Children.toArray(children)[phone ? 0 : 1];
}
