package fact

// Owners are made once per distinct (service, team, repo, project) that rows name, never
// per row. A team named on the row wins; then the service's ownership, then that of its
// repository, then the project's (events.md, ownership with dates).

// serviceOwner is the owner of rows that name a service.
func (u *Units) serviceOwner(id string) Owner {
	return u.owner(ownerKey{service: id, kind: "service", id: id})
}

// repoOwner is the owner of rows that name only a repository.
func (u *Units) repoOwner(repo string) Owner {
	key := ownerKey{kind: "repo", id: repo}
	if s, ok := u.repos[repo]; ok && s >= 0 {
		key = ownerKey{service: u.Services[s].ID, kind: "service", id: u.Services[s].ID}
	}
	return u.owner(key)
}

// itemOwner is the owner of a work item: its team, else its service's, else its project's.
func (u *Units) itemOwner(service, team, project string) Owner {
	switch {
	case team != "":
		return u.owner(ownerKey{service: service, team: team})
	case service != "":
		return u.serviceOwner(service)
	default:
		return u.owner(ownerKey{kind: "project", id: project})
	}
}

func (u *Units) owner(key ownerKey) Owner {
	if key.team == "" && key.id == "" {
		return Unowned
	}
	if o, ok := u.ownerOf[key]; ok {
		return o
	}
	u.ownerOf[key] = Owner(len(u.owners))
	u.owners = append(u.owners, u.newOwner(key))
	return u.ownerOf[key]
}

func (u *Units) newOwner(key ownerKey) owner {
	service := int32(-1)
	if key.service != "" {
		service = u.service(key.service)
	}
	none := u.cell(cell{service, -1})
	if key.team != "" {
		c := u.cell(cell{service, u.team(key.team)})
		u.cellLives[c] = append(u.cellLives[c], life{}) // the row says so, at whatever time
		return newOwner(c, nil)
	}
	var spans []ownerSpan
	for _, s := range u.spansOf(key) {
		c := u.cell(cell{service, s.team})
		spans = append(spans, ownerSpan{s.from, s.to, c})
		u.cellLives[c] = append(u.cellLives[c], life{s.from, s.to})
	}
	return newOwner(none, spans)
}

func newOwner(none Cell, spans []ownerSpan) owner {
	o := owner{last: ownerSpan{cell: none}, none: none, spans: spans}
	if len(spans) > 0 {
		o.last = spans[len(spans)-1]
	}
	return o
}

func (u *Units) spansOf(key ownerKey) []span {
	if spans, ok := u.spans[entity{key.kind, key.id}]; ok || key.kind != "service" {
		return spans
	}
	return u.spans[entity{"repo", u.repoOf[key.id]}]
}
