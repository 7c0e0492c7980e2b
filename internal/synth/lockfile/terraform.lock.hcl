# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.99"
  hashes = [
    "h1:Ijt7pOlB7Tr7maGQIqtsLFbl7pSMIj06TVdkoSBcYOw=",
    "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
    "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
    "zh:0b97bf8d5e03d15d83cc40b0530a1f84b459354939ba6f135a0086c20ebbe6b2",
    "zh:1589a2266af699cbd5d80737a0fe02e54ec9cf2ca54e7e00ac51c7359056f274",
    "zh:6330766f1d85f01ae6ea90d1b214b8b74cc8c1badc4696b165b36ddd4cc15f7b",
    "zh:7c8c2e30d8e55291b86fcb64bdf6c25489d538688545eb48fd74ad622e5d3862",
    "zh:99b1003bd9bd32ee323544da897148f46a527f622dc3971af63ea3e251596342",
    "zh:9b12af85486a96aedd8d7984b0ff811a4b42e3d88dad1a3fb4c0b580d04fa425",
    "zh:9f8b909d3ec50ade83c8062290378b1ec553edef6a447c56dadc01a99f4eaa93",
    "zh:aaef921ff9aabaf8b1869a86d692ebd24fbd4e12c21205034bb679b9caf883a2",
    "zh:ac882313207aba00dd5a76dbd572a0ddc818bb9cbf5c9d61b28fe30efaec951e",
    "zh:bb64e8aff37becab373a1a0cc1080990785304141af42ed6aa3dd4913b000421",
    "zh:dfe495f6621df5540d9c92ad40b8067376350b005c637ea6efac5dc15028add4",
    "zh:f0ddf0eaf052766cfe09dea8200a946519f653c384ab4336e2a4a64fdd6310e9",
    "zh:f1b7e684f4c7ae1eed272b6de7d2049bb87a0275cb04dbb7cda6636f600699c9",
    "zh:ff461571e3f233699bf690db319dfe46aec75e58726636a0d97dd9ac6e32fb70",
  ]
}

provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "~> 3.2"
  hashes = [
    "h1:L5V05xwp/Gto1leRryuesxjMfgZwjb7oool4WS1UEFQ=",
    "h1:hkf5w5B6q8e2A42ND2CjAvgvSN3puAosDmOJb3zCVQM=",
    "zh:59f6b52ab4ff35739647f9509ee6d93d7c032985d9f8c6237d1f8a59471bbbe2",
    "zh:78d5eefdd9e494defcb3c68d282b8f96630502cac21d1ea161f53cfe9bb483b3",
    "zh:795c897119ff082133150121d39ff26cb5f89a730a2c8c26f3a9c1abf81a9c43",
    "zh:7b9c7b16f118fbc2b05a983817b8ce2f86df125857966ad356353baf4bff5c0a",
    "zh:85e33ab43e0e1726e5f97a874b8e24820b6565ff8076523cc2922ba671492991",
    "zh:9d32ac3619cfc93eb3c4f423492a8e0f79db05fec58e449dee9b2d5873d5f69f",
    "zh:9e15c3c9dd8e0d1e3731841d44c34571b6c97f5b95e8296a45318b94e5287a6e",
    "zh:b4c2ab35d1b7696c30b64bf2c0f3a62329107bd1a9121ce70683dec58af19615",
    "zh:c43723e8cc65bcdf5e0c92581dcbbdcbdcf18b8d2037406a5f2033b1e22de442",
    "zh:ceb5495d9c31bfb299d246ab333f08c7fb0d67a4f82681fbf47f2a21c3e11ab5",
    "zh:e171026b3659305c558d9804062762d168f50ba02b88b231d20ec99578a6233f",
    "zh:ed0fe2acdb61330b01841fa790be00ec6beaac91d41f311fb8254f74eb6a711f",
  ]
}

provider "registry.terraform.io/hashicorp/random" {
  version     = "3.7.2"
  constraints = "~> 3.7"
  hashes = [
    "h1:356j/3XnXEKr9nyicLUufzoF4Yr6hRy481KIxRVpK0c=",
    "h1:KG4NuIBl1mRWU0KD/BGfCi1YN/j3F7H4YgeeM7iSdNs=",
    "zh:14829603a32e4bc4d05062f059e545a91e27ff033756b48afbae6b3c835f508f",
    "zh:1527fb07d9fea400d70e9e6eb4a2b918d5060d604749b6f1c361518e7da546dc",
    "zh:1e86bcd7ebec85ba336b423ba1db046aeaa3c0e5f921039b3f1a6fc2f978feab",
    "zh:24536dec8bde66753f4b4030b8f3ef43c196d69cccbea1c382d01b222478c7a3",
    "zh:29f1786486759fad9b0ce4fdfbbfece9343ad47cd50119045075e05afe49d212",
    "zh:4d701e978c2dd8604ba1ce962b047607701e65c078cb22e97171513e9e57491f",
    "zh:78d5eefdd9e494defcb3c68d282b8f96630502cac21d1ea161f53cfe9bb483b3",
    "zh:7b8434212eef0f8c83f5a90c6d76feaf850f6502b61b53c329e85b3b281cba34",
    "zh:ac8a23c212258b7976e1621275e3af7099e7e4a3d4478cf8d5d2a27f3bc3e967",
    "zh:b516ca74431f3df4c6cf90ddcdb4042c626e026317a33c53f0b445a3d93b720d",
    "zh:dc76e4326aec2490c1600d6871a95e78f9050f9ce427c71707ea412a2f2f1a62",
    "zh:eac7b63e86c749c7d48f527671c7aee5b4e26c10be6ad7232d6860167f99dbb0",
  ]
}

provider "registry.terraform.io/supabase/supabase" {
  version     = "1.10.1"
  constraints = "~> 1.0"
  hashes = [
    "h1:+jlb7Sv/vJdvZwEyWzyovUTN+BJw/2GuEmaMM93uyic=",
    "h1:7Ebz9g2jueYMkp29Hoy5UPMk7rGIcHPGo8Ew/2q2fOU=",
    "h1:AomElCYqPHjOPUduQq69XX6+//3iGfNvsBio8B8/zhk=",
    "h1:HS7EoVvTseI5caEccRB/9+TwTPse+l3hC0IgYb5rUSw=",
    "h1:LLkVzPbeUf5Dyoa+eg3gnYOFdc02oDIrxQ+KsFfezpw=",
    "h1:SE9GY7y5mp0+nG39trFDOuQBxUktvOMHavrTy431iPc=",
    "h1:TuwJ6EqSNR36eo9dEHP8CumMXm5NybcVsrkrZ9PNP4s=",
    "h1:YUBiOHjwXjfnBcCGrKiYv/z4ag3h3Vt5djXr3N/KYAM=",
    "h1:jbLu7YQfsG8ZzON3jZjZ+l2FCF2t6EPgQ+hqwC5GxVg=",
    "h1:mRYf3/BkdnRC+DrTY+DUbVpHi94Vtgm5Ffhki/W5wwQ=",
    "h1:to47wLykkoYX34ntTz4MBzpLU6Q5HjpDPKP9e0FYiWg=",
    "h1:voyWKMwYMa0KgYOqUrMd+sUrYMjTKir5Ci3ul5pDsNg=",
    "h1:xMCfOa7J6zhX+1fMiexz1nAWLtG+HRwCgqqSVYQIJGg=",
    "zh:0b4bd09402a8676d4ce24ce7ba5f5644aaadf4bfad076dc72dcca48e70f34250",
    "zh:19371475d4805f1d94a16cd1a11b00ed13315886a1cc853a6167da9be0118f77",
    "zh:1cd773b3826262dc9ce84cc8acd760b3fbc72ad77dfdd3cff1fe999cb5a6876b",
    "zh:396f448e29f6d6d5faacaad45f6df0867420258b88e78889ac271cf7c33f87f0",
    "zh:677e2e0373919b3c9c11666588afe9006ceba532bdbc7b753652d20f867101f7",
    "zh:6b80280e93fe6d2d617f9796ddfd5a5284183088c64b8b390f28ecbd2879c479",
    "zh:87ba92a9d090597e290dc3f3cd07bee913dbd912404cb444740b49467a6d1eca",
    "zh:890df766e9b839623b1f0437355032a3c006226a6c200cd911e15ee1a9014e9f",
    "zh:a4cae3a6aa547e19abdbe2b2f0cbbc3ef28d34d08a2e2aaf2301bb46520819c8",
    "zh:b7a2300bb4372c773c169c83d7e09846059723f7084e5b61febde736e0591cec",
    "zh:ca1c410195e35e0dcce32e55c33f50c81cad20f617a636353f1724abbc4d8916",
    "zh:ca896d615b21e5ce276649bc7f43893dfb3cf61864c66a62a98c98159d2e2306",
    "zh:e69023ce165c5fc806f90f33234d85a547827a15f13720c16887561dd1495f5c",
    "zh:f67bd1be6672b5bf5ae07043d0ff746c2901d979965948a63460aa359f261234",
  ]
}

provider "registry.terraform.io/vercel/vercel" {
  version     = "0.16.0"
  constraints = "~> 0.15"
  hashes = [
    "h1:DojjgvBEYq0OypqWtKKY2ZhtzHuFOcBkTEv1LM8lNYU=",
    "h1:Yx/T2Qy2C96TlgI/YWqLsvaBwlaGSkUkko/LbhDDLlc=",
    "zh:0064beaf811c534871e5d15dc6e84fdd94be3723e00905ec6d992aefc3075289",
    "zh:023f300f8e6bbd804d445d51529acb9459ec5d110d97c716bec5542773a04efd",
    "zh:08dd4de8f8b1e7a0230e275b916132e8d5c0c6c1dce656e904a94f01376dab44",
    "zh:0b94fd0f65eeb3c06993f02c661477035625cc92fd89da8cdd457f4d004eb443",
    "zh:0bd82364def91c2728bc66785d88ad5691a5ffd5932bcb7b6577e46a99888007",
    "zh:2a427ff65809a21f5c04c92f90383e53d72651c305c40b1993d0cd2c55438601",
    "zh:4f4bc0a8cdb29c67b3b29d90b92e256dd46d0d7b34945e8327a8614a2bf2e19d",
    "zh:7c2ae036f9e83091dd55a714facb477acdcd36e575bd23c826ef25de975670ab",
    "zh:9cc4e243ffe8d7a120472b87b285d2a85f6cf432827830a1b24b5539c5b882bf",
    "zh:9e2c8a365a48e489c14638897c47b942f8f2e512368ba59818a8a9f251dd705e",
    "zh:a8b80e8d20ea67ee251ad50aaf5a69af911ef8f5c12486ac19e67c0e43ddb580",
    "zh:b1683585ff43089929fdfbcc6ab52c49d5ba8e48711c84c08bdf4264eeef4403",
    "zh:cab9e23df2197d38ce9bed333b74ed61690b63ea6706ed403233a975262e050a",
    "zh:e0ec12a17505cb3a34f33edb316c53482740833440f886ac201d4926342b1dc4",
    "zh:f26e0763dbe6a6b2195c94b44696f2110f7f55433dc142839be16b9697fa5597",
  ]
}
