-- Who applies the remedy of a check where no handoff says it: a declared person of the team that
-- the check names, else the owner of the system that is the authority, else the team.
with
    checks as (select * from {{ ref('checks') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    teams as (
        select {{ alphanumeric_key('team') }} as team_key, min_by(name, owner) as name
        from owners
        where team is not null
        group by 1
    ),

    authorities as (
        select min(owners.name) as name
        from systems
        inner join owners on systems.owner = owners.owner
        where systems.role = 'truth'
        having count(distinct owners.owner) = 1
    ),

    final as (
        select
            checks.check_id,
            coalesce(teams.name, authorities.name, checks.owner) as owner,
            coalesce(teams.name, authorities.name) is not null as is_person
        from checks
        left join teams on {{ alphanumeric_key('checks.owner') }} = teams.team_key
        left join authorities on true
    )

select *
from final
