# Worksheets in the client's own space.

own-sheets = Worksheets
own-sheets-with-you = Worksheets with you
own-sheets-none-given = No worksheet is with you at the moment. If one would help, you can choose it together when you meet.
own-sheets-so-far = What you have filled in
own-sheets-all = All worksheets
own-sheets-no-grades = Nobody grades this, and an empty sheet is fine too.
own-sheet-who-reads = Your therapist can read what you save here.
own-sheet-leave-out = You can leave anything out.
own-sheet-given-on = given on { $on }
own-sheet-minutes = { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
}
own-sheet-fill-in = Fill it in
own-sheet-go-on = Go on with it
own-sheet-day = The day it is about
own-sheet-save = Save this sheet
own-sheet-throw-away = Throw away what is not saved
own-sheet-kept-not-saved = Kept as you typed it, not saved yet.
own-sheet-not-saved = Not saved yet
own-sheet-all-here = Everything you wrote is still here.
own-sheet-please-look = Please look at:
own-sheet-changed = This sheet was saved from another place since you opened it.
own-sheet-see-saved = See what was saved
own-sheet-save-mine = Save mine all the same
own-sheet-two-windows = This sheet is open in another window too, and other words were kept there.
own-sheet-take-other = Take the other one
own-sheet-wants-day = The day needs a date, such as 2026-05-14.
own-sheet-day-to-come = The day cannot be one that is still to come.
own-sheet-once-more = Please press the button once more.
own-sheet-empty = Nothing is written on it yet.
own-sheet-not-with-you = This worksheet is not with you any more.
own-sheet-thanks = Thank you
own-sheet-saved = Saved: { $name }. You can go on with it whenever you like.
own-sheet-read-when = Your therapist can read it now, often only shortly before you meet.
own-sheet-read = Read it again
own-sheet-done = Back to today
