"""Is this somebody who is a patient already? Found, kept, merged or told apart."""
