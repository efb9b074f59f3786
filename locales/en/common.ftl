# Said on more than one page, and how dates and numbers are written.

decimal-mark = .
day = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
} { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
day-of-year = { day } { $year }
moment = { $day }, { $time }

skip-to-page = Skip to the page
leave-quickly = Leave quickly
fictional = Fictional people
help-always = Help now, day and night
here-is-help = Here is help, day and night
language = Language
continue = Continue
back = Back
danger-now = If you may be in danger now
danger-or-too-much = If you may be in danger now, or it gets too much
emergency-call = Emergency: if you are in danger or hurt

# Beside what is kept as it is typed.
saved-kept = kept
saved-waiting = not kept yet
saved-unreachable = not kept yet: no connection, still trying
saved-signed-out = not kept yet: this page has closed. Open your link again in another window; this text stays here meanwhile
saved-refused = not kept: the text could not be taken as it is. Please look at the fields above
saved-conflict = not kept: this was changed in another window. Both texts are shown here
