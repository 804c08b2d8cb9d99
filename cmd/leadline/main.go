// Leadline turns exported event files of software delivery into a static site and
// workbooks. It is a batch job: it reads files, writes files, and ends.
//
//	leadline build     read the event files and publish the site
//	leadline serve     show the site on this machine while it is being written
//	leadline check     look for everything that would stop a build, and write nothing
//	leadline explain   tell how a figure was made, with the rows behind it
//	leadline verify    compare a published site with its manifest
//	leadline sample    make up an organisation and write its event files and its site.toml
//	leadline bench     measure reading and building on made-up events
//	leadline manual    print this, or the columns of a table
//	leadline version   say which program this is
//
// # Beginning
//
//	leadline sample --out demo
//	leadline build --config demo/site.toml --out public
//
// Then open public/index.html. For your own data, write a site.toml that names your export
// files and run "leadline check" until it finds nothing more. Two tables make a first page
// of a team: deployments, and ownership, which says whose each service is.
//
//	leadline manual tables        # every table, with the columns that it cannot do without
//	leadline manual deployments   # every column of one
//
// # site.toml
//
// The keys of most sites, each with what holds where it is left out, or with an example.
//
//	[site]
//	name = "Our delivery"                      # must be there
//	timezone = "UTC"                           # months and days are cut in it
//	as_of = 2026-11-01                         # end of the data; today where it is left out
//	history_months = 36                        # 1 to 120, for usual ranges and charts
//	page_months = 13                           # the newest complete months that get pages
//	production_environments = ["production"]
//	main_branches = ["main", "master"]
//	defect_types = ["defect", "bug"]           # types of work items
//	incident_window = "72h"                    # "Which deployment an incident belongs to"
//	visibility = "public"                      # "Who may read the site"
//	base_url = "https://example.org/report/"   # none; "Where the site is published"
//	content = "content"                        # none: the site's own metrics, patterns, questions
//	                                           #   and guide, laid over Leadline's file by file
//	templates = "templates"                    # none: the same for templates
//	assets = "assets"                          # none: the same for styles and scripts
//
//	[groups]                                   # may be raised, never lowered
//	people = 5                                 # behind a figure that is derived from people
//	survey_people = 10                         # behind a figure of a survey
//	units = 5                                  # teams or services behind a count of the portfolio
//
//	[[source]]                                 # one for each kind of file
//	table = "deployments"                      # must be there
//	files = "exports/deployments-*.csv"        # must be there; seen from this file, or absolute; * within one folder
//	format = "csv"                             # csv, jsonl or parquet; by the file's ending, .gz and .zst too
//	delimiter = ","                            # of csv
//	encoding = "utf-8"                         # of csv; utf-16, windows-1252 or iso-8859-1
//	timezone = "Europe/Berlin"                 # of times without an offset; such rows are rejected
//	time_format = "rfc3339"                    # unix, unix_ms, date, or 2 January 2006, 15:04:05 as
//	                                           #   the export would write it: "02.01.2006 15:04"
//	max_rejected = 0.01                        # share of its rows; more of them stop the build
//	[source.columns]                           # our name = the file's name
//	finished_at = "Finished"
//	[source.values.outcome]                    # the file's value = our value
//	"OK" = "success"
//	[source.constants]                         # of every row, where the file has no such column
//	environment = "production"
//
// The other keys, [playbook], [publish], [[policy]], [[correction]] and a source's cadence,
// warn_after and fail_after, have chapters of their own below.
//
// # Which deployment an incident belongs to
//
// The one that it names, in caused_by_deployment_id or by the change in caused_by_change_id;
// else the last one of its service that finished before it began, at most incident_window
// earlier.
//
// # build
//
// Reads site.toml and the files that it names, and writes the site, the workbooks and the
// downloads to --out. Everything is built beside --out, checked, and moved into its place
// at the end: a build that fails or is stopped leaves what was published as it was.
//
//	leadline build
//	leadline build --config sites/harbour.toml --out public --as-of 2026-11-01
//	leadline build --strict --quiet          # in a scheduled job
//
// A row that cannot be read is rejected and listed. The build goes on as long as no source
// rejects more than its max_rejected share; --strict permits none, --keep-going any number.
// Every rejected row is listed in a file beside --out (public.rejects.txt), out of the site.
//
// What the site was made from is noted in another (public.last.json). Where the program, its
// options, every byte of every input and every published file are what they were, a build
// does nothing and says so; without that file everything is done again, with the same result.
//
// The site that is in --out, or the one named by --previous, is read first. A month is final
// some days after its end (close_lag_days of [publish] in site.toml); every figure that was
// final and changes is a restatement: a row of the site's log, with what it was, what it is,
// the class and the cause. An error that somebody found is recorded in site.toml together
// with what mends it, and its restatements are then called corrections:
//
//	[[correction]]
//	metric = "change-lead-time"
//	from = "2026-03"         # to = "2026-04" for more than one month
//	reason = "The clocks of the build servers were an hour off."
//
// A correction counts for the build in which it is new.
//
// The first page, the data-quality page and the newest month's pages say up to when there is
// data, when the next report is due, and when this one was built:
//
//	[publish]
//	close_lag_days = 5       # a month is final so long after its end
//	due_days = 5             # and its report is due so long after it: by 5 December for November
//
// When it was built is said only where the environment variable SOURCE_DATE_EPOCH holds it, in
// seconds since 1970 (reproducible-builds.org); the program itself prints no time of a clock. A
// build that changes nothing keeps the date that was published.
//
// # Where the site is published
//
//	[site]
//	base_url = "https://example.org/report/"   # https, without a query
//
// All addresses within the site are relative, so that it works under any path and from a
// folder; base_url may be left out. What needs an absolute address is there only with it:
// sitemap.xml (of a public site), the addresses in previews of links (Open Graph), and a
// 404.html with the site's look and ways, because a host shows that page at any depth. Without
// it 404.html is plain text without links. robots.txt asks search engines to stay away from a
// site that is not public; they look for it at the top of a host alone, so that below one the
// pages' own robots mark is what counts.
//
// feed.xml is an Atom feed with an entry for each month's report: what is said of the whole
// portfolio, and no unit. Give base_url before people subscribe: the entries' permanent ids
// are made from it, and from the site's name where it is missing.
//
// # The portfolio alone
//
// With --only portfolio the site is the portfolio's section and what explains it: definitions,
// guide, data quality, and downloads that hold the portfolio's figures and no others. Nothing
// in it names a team or a service, so it can be published where they must not be seen:
//
//	leadline build --only portfolio --out portfolio-site
//
// # explain
//
// Prints how the figures of one metric were made, in the words of the card on the page: the
// definition and its version, the level and how it may be shown, the month, the rows, the
// method, the reason where there is no figure. Then the input files with their SHA-256, and
// the rows: identifiers as in the files, file and line, the instants and times that entered
// the figure, and which rows were left out and why.
//
//	leadline explain team atlas change-lead-time 2026-10
//	leadline explain service gateway incident-capture 2026-10 --rows all
//	leadline explain portfolio delay-causes 2026-10
//	leadline explain team atlas change-lead-time 2026-10 --csv > rows.csv
//
// Twenty rows are listed, or as many as --rows says; --csv writes them all, with instants in
// UTC and times in seconds. The event files are read anew, and nothing is written: the figures
// are those of the site where the files are those that it was made from, which the hashes say.
//
// What a page withholds, or does not show at a level, is not listed here either: counted
// signals, groups that are too small, metrics of a later playbook stage, answers to surveys.
// Of the portfolio's rows, what says whose they are is left out. No name, title or other free
// text is printed.
//
// # verify
//
// Recomputes the hash of every file of a published folder and compares it with manifest.json
// and SHA256SUMS; with --inputs also the event files, definitions and templates that a
// site.toml names with those that the site was made from. Prints a line for each difference.
//
//	leadline verify public
//	leadline verify public --inputs site.toml
//
// # serve
//
// Builds the site into a folder of its own and shows it on 127.0.0.1. A change of site.toml, of
// an event file, or of the site's own content, templates or assets builds it again and reloads
// the pages that are open; while something is wrong, what is wrong stands in their place.
//
//	leadline serve
//	leadline serve --config sites/harbour.toml --port 9000
//
// # check
//
// Reads what build reads, runs the worked examples of the metric definitions, and writes
// nothing. All problems are listed, not only the first.
//
// # A team's stage
//
// Metrics are introduced step by step. site.toml says at which stage of the playbook, 0 to 7,
// each team is; a team's pages show the metrics of its stage and of those before it. Below
// stage 3 they show no metric, but what the data is like. 7 shows everything, and is what a
// team is at if nothing is said:
//
//	[playbook]
//	stage = 4            # of every team that is not named
//	[playbook.teams]
//	sprout = 2           # by the team's id in the event files
//
// Pages of services, the portfolio and the workbooks, which serve governance, show every
// metric whatever the stage.
//
// # Who may read the site
//
// A site is for everybody unless site.toml says otherwise. That decides what may appear:
//
//	[site]
//	visibility = "internal"   # public (default), internal or private
//
//	public     leaves out what people wrote into event files: the text of annotations and of
//	           decisions, the reasons of exceptions, causes that are sentences. Where a text
//	           is left out, the page says so.
//	internal   shows these texts; search engines are asked to stay away.
//	private    as internal; the one on which rows of single events may be shown.
//
// A public site can be granted a kind of text, each by its name; the data-quality page says so:
//
//	[publish]
//	show = ["annotations", "decisions"]   # also "exception-reasons"
//
// No site holds ids of vulnerabilities or titles of items: they are not read. What the site's
// owner writes for readers is shown on every site: site.toml (names of policies, reasons of
// corrections), definitions, names of units, questions of surveys.
//
// A site that is not public is protected by where it is put, not by Leadline. GitHub Pages
// shows a site to everybody unless an Enterprise Cloud organisation publishes it privately.
//
// # What is searched for before a site is published
//
// Every file that was built is searched, packed ones and their names too: for e-mail addresses,
// handles, tokens and keys; on sites that are not private for ids of vulnerabilities; on public
// ones for network addresses and names of internal hosts; and for what columns of people hold
// (author_id, reviewer_id, and columns that no table has and whose names say so, such as
// assignee_email). A name that a unit has too, or that stands in the texts that come with
// Leadline, is not searched for. A find stops the build with the place, and is not repeated.
//
//	[publish]
//	canaries = ["Ada Example", "ada-example"]   # names that must not appear either
//	canary_file = "people.txt"                  # more of them, one a line
//	allowed = ["delivery@example.org"]          # what may appear although it looks like a find
//
// # When a source is late
//
// A source may say how often its rows are expected: daily, weekly, monthly, or a length of
// time such as "6h". The age of its newest row, at the as-of instant, is held against that:
//
//	[[source]]
//	table = "incidents"
//	files = "incidents-*.csv"
//	cadence = "daily"
//	warn_after = "4d"    # twice the cadence where it is not given
//	fail_after = "14d"   # never where it is not given
//
// Past warn_after the site is published, and the home page, the data-quality page, the pages
// of the metrics that are made from the source and the workbook say that it is late. Past
// fail_after nothing is published, unless --keep-going is given; with --strict, past
// warn_after as well. Without a cadence the age is shown and not judged. Tables of what is,
// such as teams and ownership, have no age.
//
// # By when a finding has to be fixed
//
// A finding's due date is due_at, where its export has one. Else it follows from the policy
// that was in force when the finding was detected, by the first rule that fits:
//
//	[[policy]]
//	name = "CISA BOD 26-04"
//	from = 2026-06-10
//	source = "SSVC decision table, version 1.0.0"
//	assume = { exposed = true, impact = "partial" }   # where the events do not record it
//	[[policy.rule]]
//	when = { kev = true, exposed = true, automatable = true }
//	days = 3                      # of 24 hours, from the detection
//	[[policy.rule]]
//	when = { kev = true, severity = ["critical", "high"] }
//	days = 14
//	[[policy.rule]]
//	at_next_upgrade = true        # no date
//
// Facts are kev (known_exploited), exposed, automatable and impact ("total", "partial";
// technical_impact) of the table vulnerabilities, and severity, as it was at the detection. A
// fact that is neither recorded nor assumed decides nothing: there is a date only where every
// answer to it gives the same. Rules must leave no finding undecided, and each must be
// reachable. The site.toml of the sample has the whole table of BOD 26-04.
//
// # What a review decided
//
// The table decisions holds what people decided in a month: period (2026-09), team_id (blank:
// the portfolio), text, metric_ids (with ; between them). The next month's pages and review
// sheet show it beside the figures of the metrics that it names.
//
// # sample
//
// Writes a folder with event files and a site.toml that declares them. The same seed and
// size give the same bytes. A folder that is not empty is left alone, unless --force is
// given and an earlier "leadline sample" made it.
//
//	leadline sample --out demo
//	leadline sample --events 1e6 --format mixed --seed 7 --out demo --force
//
// # bench
//
// Builds made-up events, or a folder from "leadline sample" with --data, several times and
// prints rows a second and memory; --oracle also compares the figures with a slow and simple
// reckoning.
//
// # Exit codes
//
//	0    done
//	1    the input has problems, or a file cannot be read or written; nothing was published;
//	     verify: something differs
//	2    wrong usage: an unknown command, flag or value; explain: an unknown unit, metric or
//	     month; verify: the folder has no manifest
//	130  stopped by Ctrl-C (143 by SIGTERM); nothing was published
//
// Ctrl-C leaves nothing behind; a second Ctrl-C ends the program at once and may leave a
// temporary folder beside --out, which the next build removes.
//
// # Output
//
// What was done goes to standard output; problems and progress go to standard error.
// Progress is one line that is rewritten on a terminal, and a line for each stage elsewhere
// or where TERM is dumb. No colours are used, so there is nothing for NO_COLOR to turn off.
// The terminal lists twenty problems; --verbose lists all.
//
// The build itself is generator.Build: read on there.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	collectOften()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// collectOften lets the heap grow by four tenths between collections instead of doubling:
// it holds a few large columns without pointers, which cost a collector next to nothing.
func collectOften() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(40)
	}
}
