{% set texts = [
    'service_level', 'trigger', 'trigger_kind', 'trigger_event', 'event_field', 'clock',
    'failure_path', 'goes_to', 'notices', 'mends', 'rolls_back', 'idempotency_key', 'approved_by',
    'approval_written_in',
] %}
{% set numbers = [
    'interval_seconds', 'overlap_seconds', 'mended_within_seconds', 'retry_horizon_seconds',
] %}

-- Every term of a contract as a column. The vendor of the source says what kind of value a key is
-- that no field of the handoff describes.
with
    contracts as (select * from {{ source('declared', 'contracts') }}),

    terms as (select * from {{ source('declared', 'contract_terms') }}),

    fields as (select * from {{ source('declared', 'contract_fields') }}),

    systems as (select * from {{ source('declared', 'systems') }}),

    catalogue as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    spread as (
        select
            handoff_id,
            {% for term in texts -%}
                max(value) filter (where term = '{{ term }}') as {{ term }},
            {% endfor -%}
            {% for term in numbers -%}
                cast(max(value) filter (where term = '{{ term }}') as bigint) as {{ term }},
            {% endfor -%}
            cast(
                max(value) filter (where term = 'expected_per_day') as decimal(18, 4)
            ) as expected_per_day
        from terms
        group by handoff_id
    ),

    kinds_of_fields as (
        select handoff_id, {{ header_key('source_header') }} as header_key, max(kind) as kind
        from fields
        group by 1, 2
    ),

    kinds_of_vendors as (
        select vendor, object, {{ header_key('header') }} as header_key, max(kind) as kind
        from catalogue
        group by 1, 2, 3
    ),

    final as (
        select
            contracts.handoff_id,
            contracts.name,
            contracts.from_system,
            contracts.from_object,
            senders.vendor as from_vendor,
            contracts.to_system,
            contracts.to_object,
            contracts.hop,
            contracts.direction,
            contracts.owner,
            contracts.backup,
            cast(contracts.is_target as boolean) as is_target,
            {% for term in texts + numbers -%} spread.{{ term }}, {% endfor -%}
            spread.expected_per_day,
            coalesce(kinds_of_fields.kind, kinds_of_vendors.kind) as idempotency_key_kind,
            contracts.declared_in
        from contracts
        left join spread on contracts.handoff_id = spread.handoff_id
        left join systems as senders on contracts.from_system = senders.system
        left join
            kinds_of_fields
            on contracts.handoff_id = kinds_of_fields.handoff_id
            and {{ header_key('spread.idempotency_key') }} = kinds_of_fields.header_key
        left join
            kinds_of_vendors
            on senders.vendor = kinds_of_vendors.vendor
            and contracts.from_object = kinds_of_vendors.object
            and {{ header_key('spread.idempotency_key') }} = kinds_of_vendors.header_key
    )

select *
from final
