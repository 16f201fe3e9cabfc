/* A button that prints the page; what is printed of it is said by the style sheets.
   Wrapped in clinic_app/web/react/printing.py. */
import Printer from "lucide-react/dist/esm/icons/printer.mjs";

export function PrintButton({ label = "Print" }) {
  return (
    <button type="button" className="btn btn--secondary" onClick={() => window.print()}>
      <Printer className="icon" size={15} aria-hidden="true" /> {label}
    </button>
  );
}
