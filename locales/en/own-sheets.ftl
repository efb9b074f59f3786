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

beside-title = Beside your partner's
beside-what = You both meet your therapist. If you say yes, your therapist may lay this one sheet beside your partner's and look at both together with the two of you.
beside-who-sees = Your partner then sees what is on this sheet now. If it changes, you are asked again.
beside-both = It only happens if your partner says yes too, for a sheet of theirs.
beside-not-copied = Nothing is copied. Your sheet stays with you, and theirs stays with them.
beside-any-time = You can take it back at any time, here or when you meet. Then it is not laid there any more.
beside-no-need = You do not have to say yes. If you are not sure, talk about it with your therapist first.
beside-agree = Yes, it may be shown
beside-take-back = Take it back
beside-agreed = You said yes on { $on }.
beside-agreed-noted = You said yes on { $on }. Your therapist wrote it down.
beside-changed = You said yes on { $on }. The sheet has changed since, so it is not shown now.
beside-taken-back = You took it back on { $on }. It is not shown.
