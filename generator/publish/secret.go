package publish

import "bytes"

// secret is the beginning of a well-known kind of token, and how many letters, digits, "_" and
// "-" follow it at least.
type secret struct {
	start string
	least int
}

// secrets are as their makers published them for secret scanning: GitHub, GitLab, AWS, Slack,
// Stripe, Google, npm, PyPI, SendGrid, DigitalOcean, Hugging Face, Docker, Azure.
var secrets = []secret{
	{"ghp_", 36}, {"gho_", 36}, {"ghs_", 36}, {"ghu_", 36}, {"ghr_", 36}, {"github_pat_", 22},
	{"glpat-", 20}, {"glrt-", 20}, {"gldt-", 20},
	{"AKIA", 16}, {"ASIA", 16},
	{"xoxb-", 10}, {"xoxp-", 10}, {"xoxa-", 10}, {"xoxr-", 10}, {"xoxs-", 10}, {"xapp-", 10},
	{"sk_live_", 20}, {"rk_live_", 20}, {"whsec_", 20},
	{"AIza", 35}, {"ya29", 30},
	{"npm_", 36}, {"pypi-", 50},
	{"SG.", 22}, {"dop_v1_", 60}, {"hf_", 30}, {"dckr_pat_", 20},
}

// secretsBy are the secrets by their first letter.
var secretsBy = func() (by [256][]secret) {
	for _, s := range secrets {
		by[s.start[0]] = append(by[s.start[0]], s)
	}
	return by
}()

// secretAt names the kind of token that begins where a word begins, "" for none.
func secretAt(data []byte, start int) string {
	rest := data[start:]
	for _, s := range secretsBy[rest[0]] {
		if bytes.HasPrefix(rest, []byte(s.start)) && run(rest[len(s.start):]) >= s.least {
			return s.start
		}
	}
	switch rest[0] {
	case 'e':
		if jwt(rest) {
			return "eyJ"
		}
	case 'B':
		if bytes.HasPrefix(rest, []byte("BEGIN ")) && start >= 5 && string(data[start-5:start]) == "-----" && run(rest[len("BEGIN "):]) >= 3 {
			return "-----BEGIN "
		}
	}
	return ""
}

// jwt tells a signed token (RFC 7519): two parts of base64url that begin as JSON does, and a
// signature.
func jwt(data []byte) bool {
	for range 2 {
		n := run(data)
		if n < 10 || !bytes.HasPrefix(data, []byte("eyJ")) || n == len(data) || data[n] != '.' {
			return false
		}
		data = data[n+1:]
	}
	return run(data) >= 10
}

// run counts the letters, digits, underscores and hyphens at the beginning.
func run(data []byte) int {
	n := 0
	for n < len(data) && (alnum(data[n]) || data[n] == '_' || data[n] == '-') {
		n++
	}
	return n
}
