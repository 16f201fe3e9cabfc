"""Scheduling: who works when, what is offered where, and every visit.

At the door stand the tables, and what all of the room share. Its cupboards: what a clinic has
(`set_up`, `hours`, `zone`); from a free time to a visit (`free_times`, `holding`, `booking`); more
than one of something (`assistants`, `coming`, `groups`, `series`); a visit's life and where it is
seen (`visit`, `calendar`, `desk`, `to_move`); and those who are not there (`waiting`, `telling`,
`outside`).
"""
