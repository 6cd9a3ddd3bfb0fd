-- What the contract of a handoff says, with what follows from it: the promised time, the persons
-- behind the ids, and how long a record is sent again.
with
    contracts as (select * from {{ ref('declared_contracts') }}),

    terms as (select * from {{ ref('declared_contract_terms') }}),

    fields as (select * from {{ ref('declared_contract_fields') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    retry_horizons as (select * from {{ ref('retry_horizons') }}),

    unstable_kinds as (select * from {{ ref('unstable_key_kinds') }}),

    limits as (select {{ audit_limit('outage_seconds') }} as outage_seconds),

    -- A level that no handoff names is that of its hop.
    general_levels as (
        select service_levels.hop, min(service_levels.service_level) as service_level
        from service_levels
        left join
            terms on service_levels.service_level = terms.value and terms.term = 'service_level'
        where service_levels.from_hop is null and terms.value is null
        group by service_levels.hop
    ),

    -- Two ids with one address are one person.
    people as (select owner, backup, coalesce(lower(email), owner) as person from owners),

    authorities as (
        select
            handoff_id,
            count(*) as field_count,
            {{ string_agg_sorted("case when authority = 'either' then source_header end") }}
            as without_authority
        from fields
        group by handoff_id
    ),

    known as (
        select
            contracts.*,
            keepers.person as owner_person,
            -- Who replaces the owner everywhere replaces them here.
            coalesce(contracts.backup, keepers.backup) as replaced_by,
            backups.person as backup_person,
            coalesce(contracts.service_level, general_levels.service_level) as promised_level,
            authorities.field_count,
            authorities.without_authority,
            unstable_kinds.reason as key_is_unstable_because,
            retry_horizons.horizon_seconds as default_horizon_seconds,
            -- A later run reads again what is younger than the overlap.
            case
                when contracts.overlap_seconds >= contracts.interval_seconds
                then contracts.overlap_seconds - contracts.interval_seconds
                when contracts.overlap_seconds < contracts.interval_seconds
                then 0
            end as reread_seconds,
            limits.outage_seconds,
            contracts.from_system = contracts.to_system as is_internal,
            contracts.from_system = contracts.to_system and contracts.hop is null as is_link
        from contracts
        cross join limits
        left join people as keepers on contracts.owner = keepers.owner
        left join people as backups on coalesce(contracts.backup, keepers.backup) = backups.owner
        left join general_levels on contracts.hop = general_levels.hop
        left join authorities on contracts.handoff_id = authorities.handoff_id
        left join unstable_kinds on contracts.idempotency_key_kind = unstable_kinds.kind
        left join
            retry_horizons
            on contracts.from_vendor = retry_horizons.vendor
            and contracts.trigger_kind = retry_horizons.trigger_kind
    ),

    -- The longest of the declared retries and what is read again; else the vendor's default.
    final as (
        select
            known.*,
            case
                when retry_horizon_seconds is not null and reread_seconds is not null
                then greatest(retry_horizon_seconds, reread_seconds)
                else coalesce(retry_horizon_seconds, reread_seconds, default_horizon_seconds)
            end as horizon_seconds
        from known
    )

select *
from final
