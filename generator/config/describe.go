package config

import (
	"fmt"
	"strconv"
	"time"
)

// describe says what a value is, for "… is text "five"; expected a whole number".
func describe(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("the text %s", clip(v))
	case map[string]any:
		return "a table"
	case []any, []map[string]any:
		return "a list"
	case time.Time:
		text, _ := scalarText(v)
		return "the time " + text
	}
	text, _ := scalarText(value)
	return text
}

// clip quotes hostile text and keeps a message on one line.
func clip(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}

// scalarText is a scalar as TOML writes it. The decoder marks times without an offset by the
// name of their zone and gives them the machine's offset, which must not be seen.
func scalarText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case time.Time:
		switch v.Location().String() {
		case "date-local":
			return v.Format("2006-01-02"), true
		case "time-local":
			return v.Format("15:04:05.999999999"), true
		case "datetime-local":
			return v.Format("2006-01-02T15:04:05.999999999"), true
		}
		return v.Format(time.RFC3339Nano), true
	}
	return "", false
}
