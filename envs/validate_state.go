package envs

import (
	"path/filepath"
	"regexp"
	"strings"
)

func (s StateStore) problems(field string) []Problem {
	c := &checks{field: field}
	c.name(BucketName, "bucket", s.Bucket)
	c.name(TableName, "table", s.Table)
	c.alias(s.KeyAlias)
	c.require(regionName.MatchString(s.Region), "region", s.Region, `must be an AWS region such as "us-east-1"`)
	return c.found
}

func (s S3State) problems(field string) []Problem {
	c := &checks{field: field}
	c.name(BucketName, "bucket", s.Bucket)
	c.name(TableName, "table", s.Table)
	c.alias(s.KeyAlias)
	c.require(regionName.MatchString(s.Region), "region", s.Region, `must be an AWS region such as "us-east-1"`)
	c.require(s.Key != "" && !strings.HasPrefix(s.Key, "/") && !strings.HasSuffix(s.Key, "/"), "key", s.Key,
		"must be an object's path that neither begins nor ends with a slash")
	return c.found
}

func (c *checks) alias(alias string) {
	c.name(KeyAliasName, "key_alias", alias)
	c.require(!strings.HasPrefix(alias, "alias/aws/"), "key_alias", alias, "alias/aws/ is AWS's own")
}

// cloudName is what Terraform Cloud accepts as the name of an organization or
// a workspace.
var cloudName = regexp.MustCompile(`^[A-Za-z0-9_-]{3,90}$`)

func (s CloudState) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(cloudName.MatchString(s.Organization), "organization", s.Organization,
		"must be 3 to 90 letters, digits, hyphens and underscores")
	c.require(cloudName.MatchString(s.Workspace), "workspace", s.Workspace,
		"must be 3 to 90 letters, digits, hyphens and underscores")
	c.require(!strings.ContainsAny(s.Hostname, "/: "), "hostname", s.Hostname, "must be a bare host name, without scheme or path")
	return c.found
}

func (s LocalState) problems(field string) []Problem {
	c := &checks{field: field}
	c.require(s.Path != "" && !filepath.IsAbs(s.Path), "path", s.Path,
		"must be relative to the stack's folder, so that every machine synthesizes the same")
	return c.found
}
