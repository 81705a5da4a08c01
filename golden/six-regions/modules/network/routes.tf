resource "aws_route_table" "private" {
  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private" }
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  region         = var.region
  route_table_id = aws_route_table.private.id
  subnet_id      = each.value.id
}

resource "aws_route_table" "data" {
  count = var.data ? 1 : 0

  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-data" }
}

resource "aws_route_table_association" "data" {
  for_each = aws_subnet.data

  region         = var.region
  route_table_id = aws_route_table.data[0].id
  subnet_id      = each.value.id
}

# A regional NAT gateway spans the zones by itself, so the loss of one zone takes no other zone's egress with it, and one route
# table serves all private subnets.
resource "aws_nat_gateway" "this" {
  count = var.egress == "nat" ? 1 : 0

  region            = var.region
  vpc_id            = aws_vpc.this.id
  availability_mode = "regional"

  tags = { Name = var.name }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "private_nat" {
  count = var.egress == "nat" ? 1 : 0

  region                 = var.region
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[0].id
}

resource "aws_route_table" "public" {
  count = var.public ? 1 : 0

  region = var.region
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  region         = var.region
  route_table_id = aws_route_table.public[0].id
  subnet_id      = each.value.id
}

resource "aws_route" "public_internet" {
  count = var.public ? 1 : 0

  region                 = var.region
  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
