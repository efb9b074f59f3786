# The plan in the client's space, and what is made towards the end.

how-near-hint = How near is it today? 0 means not at all, 10 means you are there. Leave out what you like.
goal-rated = On { $on } you said { $rating }.
not-today = not today
keep-how-near = Keep how near it is
rate-one-goal = Please say of one goal at least how near it is.
meet-twice-weekly = You meet twice a week.
meet-weekly = You meet every week.
meet-fortnightly = You meet every second week.
meet-monthly = You meet every month.
sessions-from-here = { $number ->
    [one] One meeting is planned from here on.
   *[other] { $number } meetings are planned from here on.
}
enough-when = It is enough when:
stopped-if = We stop doing it this way if:
