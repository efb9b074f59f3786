# Answering a questionnaire: coming in, one question a screen, looking over, sending.

welcome = Welcome
welcome-asked = Hello. { $asker } asks you to answer { $questions ->
    [one] one short question
   *[other] { $questions } short questions
}. It takes about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
welcome-again = Welcome back. You have been through { $met } of { $of }. Everything you answered is kept.
start = Start
go-on = Go on
good-to-know = Good to know
no-right-answers = There are no right or wrong answers. You can leave any question out.
stop-any-time = You can stop at any time and go on later with the same link.
stop-any-time-until = You can stop at any time and go on later with the same link, until { $until }.
where-answers-go = Your answers go to { $asker } when you send them, and become part of your record. Only the people who work with you can read it. If you answer that you may be in danger, { $asker } is shown that one answer even if you stop there.
nobody-reads-along = Nobody is reading along. It may take until your next meeting before { $asker } sees your answers. If you need help before that, please do not wait.
own-questions = These are questions of our own. They are not a tested scale: they show how things go for you, and compare you with nobody.
where-from = Where these questions come from
other-language = These questions are not here in English. They are asked in { $language ->
    [de] German
    [es] Spanish
   *[en] English
}, as they were written and tested.

question-of = Question { $number } of { $of }
number-of = { $number } of { $of }
no-connection = No connection. Your answers so far are kept. This one is sent again by itself, as soon as it can be.
kept-here = Not sent yet: this answer is kept on this phone, locked. You can close the page. When you are back with a connection, it is sent; after a day it is removed here.
rather-not = I would rather not answer this one
own-words-hint = In your own words, as much or as little as you like. You can also leave it empty.
stop-here-kept = You can stop at any time. What you have answered so far is kept, and the same link brings you back here.
pick-an-answer = Pick an answer, or say that you would rather not answer this one.
does-not-apply = does not apply
does-not-apply-to-me = Does not apply to me
value-of = { $value } of { $of }
towards = { $value } towards “{ $side }”
in-the-middle = in the middle

pause-title = Thank you for telling us this
pause-heavy = Thoughts like these can be very heavy. Many people have them, and you do not have to carry them alone.
pause-who-sees = { $asker } is shown this one answer, even if you do not send the rest, and will want to talk with you about it. But nobody is watching, and it can take some time. So please do not wait if you need somebody now.
pause-go-on = Go on with the questions
pause-stop = You can also stop here. Your answers are kept, and the same link brings you back.

your-answers = Your answers
look-over = Have a look. You can change any answer before you send them to { $asker }.
unanswered = { $number ->
    [one] One question has no answer
   *[other] { $number } questions have no answer
}. That is all right: a left-out answer is never counted as a zero. You can send them as they are, or change any of them first.
nothing-written = nothing written
not-answered = not answered
change = Change
change-answer = answer { $number }
send-to = Send to { $asker }
after-sending = After sending, the answers cannot be changed here any more. If something is wrong, tell { $asker }.

sent = Sent. Thank you.
answers-arrived = Your answers have arrived. They help to see how things are going for you.
sent-before = Already sent. Thank you.
nothing-more-to-do = These questions are answered. There is nothing more to do here.
these-are-answered = These questions are answered.
go-on-with = Go on: { $number } of { $of }
stop-and-give-back = You can also stop here and give the device back.
stop-and-come-back = You can also stop here. The same link brings you back.
give-device-back = Give the device back
very-hard = You told us that things are very hard
do-not-wait = It may take until your next meeting before somebody reads your answers. If you need somebody before that, please do not wait.
read-later = It may take until your next meeting before they are read. If you need somebody before that, please do not wait.
can-close = You can close this page now.

not-open = This page is not open
not-open-why = That is nothing you did wrong. Links stop working after some time, and a page that was left alone for an hour closes by itself.
not-open-what-now = Please open the link in your message once more. Your answers so far are kept. If it still does not open, ask your therapist for a new one.

trouble-title = Not now
trouble = That did not work just now
trouble-kept = It is not your fault. Everything you answered before this is kept.
try-again = Try again

help-now = Help now
what-you-can-do = What you can do
back-to-questions = Back to the questions
