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

relapse-plan = If it comes back
relapse-plan-what = early signs, what helps, a book to keep
relapse-lede = What you know about the first signs, and what helps then. Write it on a good day, for a harder one.
relapse-signs = Early signs that I know
relapse-signs-hint = How did it begin the last times? What did others notice first?
relapse-own = What I do then
relapse-own-hint = Small steps that work on a bad day.
relapse-people = Whom I call
relapse-people-hint = Names and numbers, and when it is time to come back.
relapse-helped = What has helped me
relapse-helped-hint = What you found out and did yourself.
relapse-line = One thing on a line.
relapse-write = Write or change it
relapse-both = Your therapist can read this and write in it too.
relapse-keep = Keep this
relapse-on = Last written on { $on }.
relapse-outdated = Somebody wrote in it meanwhile. That stands above. What you wrote is still below.
relapse-empty = Nothing is written yet. One line is enough.
relapse-same = It says this already. Nothing was changed.
relapse-long = One of the lines is very long. Please keep each under 300 letters.
book-title = The book of the therapy
book-what = One page to keep and to print: your map then and now, your goals, what helped, and your early signs.
book-take = Save my book
book-from = From { $practice }, made on { $made }.
book-met = { $times ->
    [one] You met once, on { $first }.
   *[other] You met { $times } times, from { $first } to { $last }.
}
book-then = How you saw it first ({ $since })
book-now = How you see it now ({ $since })
book-rated = How near it was: { $first } of 10 on { $firston }, { $last } of 10 on { $laston }.
book-ways = What you did together
