package envs

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

const stateRule = "must be an S3State, CloudState or LocalState, as a value"

func (s StateStore) problems(field string) []Problem {
	c := &checks{field: field}
	c.name(BucketName, "bucket", s.Bucket)
	c.name(TableName, "table", s.Table)
	c.name(KeyAliasName, "key_alias", s.KeyAlias)
	c.region("region", s.Region)
	return c.found
}

func (s S3State) problems(field string) []Problem {
	c := &checks{field: field}
	c.name(BucketName, "bucket", s.Bucket)
	c.name(TableName, "table", s.Table)
	c.name(KeyAliasName, "key_alias", s.KeyAlias)
	c.region("region", s.Region)
	c.require(strings.TrimSpace(s.Key) != "", "key", s.Key, "must be an object's path")
	c.require(!strings.HasPrefix(s.Key, "/") && !strings.HasSuffix(s.Key, "/") && !strings.Contains(s.Key, "//"), "key", s.Key,
		"must not have a slash at either end, nor two in a row")
	c.require(!strings.ContainsAny(s.Key, "*?$"), "key", s.Key, "must not have *, ? or $, which IAM's policies take for wildcards and variables")
	return c.found
}

// cloudName is what Terraform Cloud accepts as the name of an organization or
// a workspace.
var cloudName = regexp.MustCompile(`^[A-Za-z0-9_-]{3,90}$`)

// hostName is a host's DNS name, with or without a port.
var hostName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]+)?$`)

func (s CloudState) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(cloudName.MatchString(s.Organization), "organization", s.Organization,
		"must be 3 to 90 letters, digits, hyphens and underscores")
	c.require(cloudName.MatchString(s.Workspace), "workspace", s.Workspace,
		"must be 3 to 90 letters, digits, hyphens and underscores")
	c.require(s.Hostname == "" || hostName.MatchString(s.Hostname), "hostname", s.Hostname,
		"must be a bare host name, without scheme or path")
	return c.found
}

func (s LocalState) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(s.Path != "" && !filepath.IsAbs(s.Path), "path", s.Path,
		"must be relative to the stack's folder, so that every machine synthesizes the same")
	return c.found
}

// statePlace is where the environment's state ends up, whatever the settings
// of the way there; nothing for a state that isn't valid.
func (e Environment) statePlace() string {
	switch s := e.State.(type) {
	case S3State:
		return "s3://" + s.Bucket + "/" + s.Key
	case CloudState:
		return s.Host() + "/" + s.Organization + "/" + s.Workspace
	case LocalState:
		return path.Join(e.Name, s.Path)
	}
	return ""
}

func stateConflicts(a, b Environment) []Problem {
	c := &checks{field: a.field()}
	place := a.statePlace()
	c.require(place == "" || place != b.statePlace(), "state", place, "%s keeps its state in the same place", b.field())
	return c.found
}
