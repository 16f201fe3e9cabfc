"""People: persons and their sessions, organizations and members, patients.

At the door stand the tables, and what several cupboards share. The cupboards: who somebody is and
where they are signed in (`accounts`, `sessions`); the clinic and who works in it (`organizations`,
`members`, `invitations`, and programs by their `api_keys`); and those it is there for (`patients`,
their national `identifiers`, and `doubts` whether two are one).
"""
