# The client's own space.

your-space = Your space
back-to-space = Back to your space
today = Today
questions = Questions
diary = Diary
journal = Journal
more = More

door-hello = Hello. Here is a place of your own.
door-what = You find there what was asked of you, what you agreed on together, and what is yours.
door-open = Open it on this device
door-once = This link opens once, on one device. Use a device that is yours.
nobody-watches = Nobody watches live. If you need help, please do not wait.

space-closed = Your space is closed on this device
space-closed-why = That is nothing you did wrong. It closes when you leave, and by itself after an hour in which nothing was opened.
space-closed-kept = What you have written and answered is kept. A link that was opened once does not open again.
come-in-again = Come in again
no-own-way = If you have set up no way of your own to come in, ask your therapist for a new link.

asked-of-you = What is asked of you
nothing-asked = Nothing is asked of you at the moment.
when-we-meet = When we meet
meet-at = { $day } at { $time }, { $how }
meet-where = These are the times here in the practice. If one does not suit you, please let us know.
look-together = When you look at it together
look-together-on = You wanted to look together at how things are going, around { $on }.
no-day-written = No day is written down here. Your therapist tells you when you meet.
no-look-day = No day for that is written down yet.
wanted-to-try = What you wanted to try
nothing-to-try = Nothing is written down until you meet again. That is all right.
nobody-watches-today = Nobody watches live. It may take until you meet before somebody reads what you send. If you need somebody before that, please do not wait.

waiting-asked = { $asker } asks you to answer { $questions ->
    [one] one short question
   *[other] { $questions } short questions
}. It takes about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
asked-on = Asked on { $on }
open-questions = Open these questions
no-questions = No questions wait for you.
what-you-answered = What you have answered
answers-of = Answers of { $on }

help-whom = whom you can call, day and night
sign-out-here = Sign out on this device
leaving-signs-out = “Leave quickly” signs you out as well and shows another page at once. What you have written is kept.

my-plan = My plan
my-way-in = My way in
my-way-in-what = come back with a passkey or a mail
my-course = My course
my-course-what = how your answers have moved
my-letters = Letters
my-letters-what = what was written for you to read
no-letters = Nothing here yet.
no-letters-why = A letter stands here when your therapist has shown it to you.
letter-save = Save it as a file
my-data = My data
my-data-what = take everything along, see who looked
my-devices = My devices
my-devices-what = where your space is open
come-back = So that you can come back
come-back-why = The link you came with opens only once. Set up a way of your own: it takes a minute.
set-up-way-in = Set up my way in
