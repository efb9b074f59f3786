# Mails. None says anything about anybody: see crates/server/src/mail/letter.rs.

mail-test-subject = Attune: a test
mail-test = This is a test. Mails from Attune arrive.
mail-attention-subject = Attune: please look now
mail-attention = Something in Attune needs you now. Please sign in and look at what stands first:
mail-passed-on-subject = Attune: please look now, for a colleague
mail-passed-on = Something in Attune has waited for a colleague longer than agreed, and is now yours. Please sign in and look at what stands first:
mail-urgent-subject = Attune: something waits for you
mail-urgent = Something waits for you in Attune. Please open it now.
mail-way-in-subject = The link you asked for
mail-way-in = Here is the link you asked for. It opens once, within fifteen minutes:
mail-way-in-unasked = If you did not ask for it, you need do nothing: without this mail nobody comes in.
mail-reminder-subject = A short reminder
mail-reminder = The page we spoke about is still open for you:
mail-reminder-stop = It is only for you; please do not pass it on. If you do not want such mails any more, say so when we meet.
mail-appointment-subject = See you soon
mail-appointment = A short reminder: we meet on { $day } at { $time }.
mail-appointment-stop = If that does not suit you, please let us know. If you do not want such mails any more, say so when we meet.
mail-nothing-more = On purpose this mail says nothing more. It was sent by a program; nobody reads answers to it.

# For a clinician to copy and send.

message-link = Hello, here is the page we spoke about: { $address } It is only for you and works until { $until }. Please do not pass it on.
message-space = Hello, here is the page we spoke about: { $address } It is only for you and opens once, until { $until }. Please do not pass it on.
