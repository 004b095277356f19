using DummyProgram;

// A program for tests that does what its arguments say, in their order. The verbs:
//   args A B ...      prints the rest of the arguments as a JSON array, and ends
//   out:TEXT err:TEXT writes a line to stdout or stderr
//   env:NAME          prints an environment variable
//   stdin             copies standard input to standard output until it ends
//   close-stdin       closes standard input unread
//   flood:BYTES       writes that much in short lines to stdout
//   flood-line:BYTES  writes that much to stderr, as one line
//   ignore-term       does not end on SIGTERM from now on
//   exit-on-term:N    ends with exit code N on SIGTERM
//   pid:FILE          writes its process id to a file, to say "I am here"
//   witness:FILE      appends "job_id,attempt,start" to a file, and "...,end" when it ends by itself
//   child-witness:FILE appends "...,child-start" and "...,child-end" in the same way
//   await-child       goes on when "...,child-end" of this attempt stands in the witness file
//   await:FILE        goes on when the file exists
//   work:MS           takes that many milliseconds
//   fail-before:N:TEXT  before the job's Nth attempt: says TEXT to stderr and ends with exit code 1
//   fail-unless:FILE:TEXT  where the file is not: says TEXT to stderr and ends with exit code 1
//   do:A|B|C          does A, then B, then C
//   hang              never ends by itself
//   child ... end     starts itself with the verbs in between, and goes on
//   orphan ... end    the same through a process in between that ends at once
//   adb-server:FILE   starts an orphan with the command line of the adb server, which writes its pid
//   exit:N            ends with that code
return await new Script(args).RunAsync();
