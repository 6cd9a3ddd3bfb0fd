"""SQL that creates the plan of the company: companies, people, steps of the journeys.

demo/company/population.py fills the braces. Stamps are seconds since 1970 in UTC. Each step adds
its delay to the step before, so a late step also delays the following ones.
"""

from __future__ import annotations

COMPANIES = """
create table companies as
with overrides as (
    select company, max(country) as country, max(employees) as employees,
        max(industry) as industry, max(owner) as owner
    from planted group by company
),
drawn as (
    select
        c, (c * 104729 + 7) % ({starts} * {ends} * {trades}) as spot,
        coalesce(w.country, countries.word) as country,
        coalesce(w.industry, industries.word) as industry,
        w.employees as override_value, w.owner as override_owner,
        (array[8, 30, 30, 80, 80, 80, 240, 240, 240, 700, 700, 1500, 3200, 9000])[
            1 + rnd(c, 3) % 14] as size_base
    from range({top}) as t(c)
    left join overrides as w on w.company = c
    join countries on countries.n = rnd(c, 1) % 100
    join industries on industries.n = rnd(c, 2) % 100
),
sized as (
    select *, coalesce(
        override_value,
        case
            when country = 'Australia' then least(size_base + rnd(c, 4) % size_base, 4800)
            else size_base + rnd(c, 4) % size_base
        end
    ) as employees
    from drawn
),
pooled as (
    select *, case
        when industry in ('Government', 'Education') then 'public_sector'
        when country in ('United States', 'Canada') and employees >= 1000 then 'enterprise_us'
        when country in ('United States', 'Canada', 'Brazil') then 'smb_us'
        when country in ('Japan', 'Singapore', 'Australia') then 'apac'
        else 'emea'
    end as pool
    from sized
)
select
    c, starts.word || ends.word as stem, starts.word || ends.word || ' ' || trades.word as name,
    lower(starts.word || ends.word || '-' || trades.word) || '.example' as domain,
    country, industry, employees, tail(c) as tail,
    coalesce(pooled.override_owner, members.owner_id) as owner_id, users.owner_name,
    places.dialling, places.areas[1 + rnd(c, 5) % len(places.areas)] as area,
    places.states[1 + rnd(c, 5) % len(places.states)] as state,
    places.postal || lpad(cast(1000 + rnd(c, 6) % 8999 as varchar), 4, '0') as postal_code,
    case when employees >= 2000 then
        chr(cast(65 + c % 26 as integer)) || chr(cast(65 + c // 26 % 26 as integer))
        || chr(cast(65 + c // 676 % 26 as integer)) || chr(cast(65 + c // 17576 % 26 as integer))
    else '' end as ticker,
    lpad(cast(100 + rnd(c, 7) % 8800 as varchar), 4, '0') as sic
from pooled
join starts on starts.n = spot % {starts}
join ends on ends.n = spot // {starts} % {ends}
join trades on trades.n = spot // ({starts} * {ends})
join places using (country)
join members on members.pool = pooled.pool and members.n = rnd(c, 8) % members.of
join users on users.owner_id = coalesce(pooled.override_owner, members.owner_id)
"""

PEOPLE = """
create table people as
with drawn as (
    select
        i, override.lead is not null as is_cast, override.captured as override_value,
        coalesce(
            override.company,
            cast(floor({companies} * pow(rnd(i, 10) / 2147483647.0, 2.2)) as bigint)
        ) as c,
        (i + rnd(i, 11) / 2147483647.0) / {leads} * {total} as place
    from range({leads}) as t(i)
    left join planted as override on override.lead = i
),
timed as (
    select
        drawn.i, drawn.is_cast, drawn.c, slots.sales_ready,
        coalesce(drawn.override_value, slots.start + rnd(i, 12) % 3600) as captured
    from drawn asof join slots on drawn.place >= slots.start_weight
)
select
    timed.*, first_names.name as first_name, last_names.name as last_name,
    first_names.plain || '.' || last_names.plain || case
        when not is_cast and rnd(i, 15) % 100 < 7
            then '.' || cast(i + 17 as varchar) || '@' || free_mail.word
        else '@' || companies.domain
    end as address
from timed
join first_names on first_names.n = rnd(i, 13) % {first_names}
join last_names on last_names.n = rnd(i, 14) % {last_names}
join companies on companies.c = timed.c
join free_mail on free_mail.n = rnd(i, 16) % 4
"""

# Leads with the same address as an earlier lead.
REPEATS = """
create table repeats as
select i from people
qualify row_number() over (partition by address order by i) > 1
"""

STEPS = """
create table steps as
with in_marketing as (
    select
        people.*, override,
        coalesce(override.stage, case
            when rnd(i, 30) % 100 < 24 then 0
            when not sales_ready or rnd(i, 30) % 100 < 42 then 1
            when rnd(i, 30) % 100 < 70 then 2
            when rnd(i, 30) % 100 < 80 then 3
            when rnd(i, 30) % 100 < 90 then 4
            else 5
        end) as wanted,
        people.captured + coalesce(override.to_map, 2 + rnd(i, 31) % 55) as in_map
    from people
    left join planted as override on override.lead = people.i
),
into_crm as (
    select *, in_map + coalesce(override.to_crm, 40 + rnd(i, 32) % 160) as in_crm from in_marketing
),
enriched_leads as (
    select *, in_crm + coalesce(override.to_enriched, 20 + rnd(i, 33) % 180) as enriched
    from into_crm
),
assigned_leads as (
    select *, enriched + coalesce(override.to_assigned, 10 + rnd(i, 34) % 80) as assigned
    from enriched_leads
),
alerted_leads as (
    select *, assigned + coalesce(override.to_alerted, 3 + rnd(i, 35) % 60) as alerted
    from assigned_leads
),
with_office_time as (
    select *,
        (alerted - case when alerted < {summer} then 18000 else 14400 end) % 86400 as office
    from alerted_leads
),
touched_leads as (
    select *, alerted + coalesce(override.to_touched, case
        when office < 32400 then 32400 - office + 60 + rnd(i, 36) % 1500
        else 120 + rnd(i, 36) % 5400
    end) as touched
    from with_office_time
),
booked as (
    select *, touched + coalesce(override.to_meeting - 3600, 600 + rnd(i, 37) % 7200) as booked,
        touched + coalesce(override.to_meeting, 86400 * (1 + rnd(i, 38) % 6)) as meeting
    from touched_leads
),
opened as (
    select *, meeting + coalesce(override.to_opportunity, 7200 + rnd(i, 39) % 345600) as opportunity
    from booked
),
moved as (
    select *, opportunity + 172800 + rnd(i, 40) % 345600 as proposed from opened
),
agreed as (
    select *, proposed + 172800 + rnd(i, 41) % 518400 as negotiated from moved
),
closed as (
    select *, negotiated + 172800 + rnd(i, 42) % 1209600 as closed from agreed
),
billed as (
    select *, closed + 3600 + rnd(i, 43) % 86400 as invoiced from closed
)
select
    * exclude (override, office, sales_ready),
    invoiced + 3600 + rnd(i, 44) % 1036800 as paid
from billed
"""

# Runs for one range of leads at a time, so that the joins need little memory.
PLAN = """
with reached as (
    select * exclude (wanted), case
        when wanted = 5 and paid + 7200 > {now} then 4
        when wanted >= 3 and meeting + 7200 > {now} then 2
        when wanted >= 4 and opportunity + 7200 > {now} then 3
        else wanted
    end as stage
    from steps
    where i between {first} and {last}
),
described as (
    select
        p.* exclude (first_name, last_name, address), companies.* exclude (c),
        coalesce(override.is_edited, false) as is_planted,
        coalesce(override.first_name, p.first_name) as first_name,
        coalesce(override.last_name, p.last_name) as last_name,
        case
            when override.email like '%@' then override.email || domain
            when override.email is not null then override.email
            when repeats.i is not null
                then replace(address, '@', '-' || cast(p.i as varchar) || '@')
            else address
        end as email,
        '+' || dialling || ' ' || area || ' '
            || cast(2000000 + (p.i * 7654321 + 13) % 8000000 as varchar) as phone,
        coalesce(override.title, titles.word) as title,
        coalesce(override.campaign, campaigns.word) as campaign,
        products.word as product,
        coalesce(override.lead_source, sources.word) as lead_source,
        coalesce(override.opted_out, rnd(p.i, 20) % 100 < 3) as opted_out,
        not is_cast and rnd(p.i, 21) % 100 < 2 as unsubscribes_later,
        tail(p.i) as lead_tail,
        coalesce(override.form, case
            when p.stage = 0 then 'newsletter' when rnd(p.i, 50) % 100 < 55 then 'typeform'
            else 'gravity'
        end) as form,
        p.stage = 5 and not is_cast and rnd(p.i, 51) % 100 < 30 as is_lost,
        case when p.stage = 2 and not is_cast then
            case when rnd(p.i, 52) % 100 < 30 then 'Recycled'
                when rnd(p.i, 52) % 100 < 45 then 'Unqualified' end
        end as given_up,
        cast(rnd(p.i, 53) % (companies.employees * 9 + 900) + 1200 as varchar) || '.'
            || lpad(cast(rnd(p.i, 54) % 100 as varchar), 2, '0') as amount
    from reached as p
    join companies on companies.c = p.c
    left join planted as override on override.lead = p.i
    left join repeats on repeats.i = p.i
    join titles on titles.n = rnd(p.i, 17) % {titles}
    join campaigns on campaigns.n = rnd(p.i, 18) % {campaigns}
    join products on products.n = rnd(p.i, 19) % {products}
    join sources on sources.n = rnd(p.i, 22) % 100
)
select
    *,
    stage = 5 and not is_lost as is_won, stage >= 2 as is_due, stage >= 4 as is_converted,
    case when form = 'typeform' then md5('form' || i)
        when form = 'gravity' then cast(20000 + i as varchar)
        else 'nl-' || lpad(cast(i as varchar), 7, '0') end as submission_id,
    100000 + i as marketo_id,
    case when stage >= 2 then 50 + rnd(i, 55) % 60 else 3 + rnd(i, 55) % 45 end as score,
    '000' || cast(47110000 + i as varchar) as external_id,
    captured + 86400 * (1 + rnd(i, 56) % 90) as event_at,
    case
        when stage = 5 then case when is_lost then 'Closed Lost' else 'Closed Won' end
        when proposed + 7200 < {now} then 'Proposal'
        else 'Discovery'
    end as deal_stage,
    case
        when stage = 5 then closed when proposed + 7200 < {now} then proposed + 3600
        else opportunity
    end as deal_changed
from described
"""
