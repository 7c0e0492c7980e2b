package envs

import "regexp"

var (
	// imageTag is the form of an image's tag (ecr PutImage, imageTag).
	imageTag = regexp.MustCompile(`^` + ImageTagForm + `$`)
	// imageDigest is the form of an image's digest, the sum of what it consists of.
	imageDigest = regexp.MustCompile(`^` + ImageDigestForm + `$`)
)

// ImageTagForm and ImageDigestForm are the two forms of what names a release, as
// expressions that Go and Terraform both know.
const (
	ImageTagForm    = `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`
	ImageDigestForm = `sha256:[0-9a-f]{64}`
)

// MovingTag moves from image to image by convention.
const MovingTag = "latest"

// IsDigest says whether an ImageTag is a digest rather than a tag.
func IsDigest(image string) bool { return imageDigest.MatchString(image) }

// ImageProblem says what is wrong with the name of a release; nothing for none.
func ImageProblem(image string) string {
	switch {
	case image == MovingTag:
		return "tags never move in this registry, and nobody can say which release it is; name the release"
	case !imageTag.MatchString(image) && !IsDigest(image):
		return "must be a tag (letters, digits and any of _.-, up to 128, not beginning with . or -) or a digest (sha256: and 64 of 0-9 and a-f)"
	}
	return ""
}
