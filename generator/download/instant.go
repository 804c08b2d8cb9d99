package download

// appendInstant appends t, seconds since 1970 UTC, as RFC 3339 in UTC. The years 0 to 9999
// are what RFC 3339 can say; others print wrongly. It is written out because time.Time's
// AppendFormat takes most of the time of writing an event file.
func appendInstant(b []byte, t int64) []byte {
	days := t / 86400
	second := t % 86400
	if second < 0 {
		days, second = days-1, second+86400
	}
	y, m, d := civil(days)
	b = appendDate(b, y, m, d)
	b = appendPair(append(b, 'T'), int(second/3600))
	b = appendPair(append(b, ':'), int(second/60%60))
	b = appendPair(append(b, ':'), int(second%60))
	return append(b, 'Z')
}

// civil turns days since 1970-01-01 into a Gregorian date by counting in eras of 400
// years that begin on 1 March, so that the leap day is an era's last.
func civil(days int64) (year, month, day int) {
	days += 719468 // from 0000-03-01 to 1970-01-01
	era := days / 146097
	if days < 0 {
		era = (days - 146096) / 146097
	}
	doe := days - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153 // months of 153 days in five, from March
	day = int(doy - (153*mp+2)/5 + 1)
	month = int(mp) + 3
	if month > 12 {
		month -= 12
	}
	year = int(yoe + era*400)
	if month <= 2 {
		year++
	}
	return year, month, day
}

func appendDate(b []byte, y, m, d int) []byte {
	b = appendPair(appendPair(b, y/100), y%100)
	b = appendPair(append(b, '-'), m)
	return appendPair(append(b, '-'), d)
}

func appendPair(b []byte, n int) []byte {
	return append(b, byte('0'+n/10), byte('0'+n%10))
}
