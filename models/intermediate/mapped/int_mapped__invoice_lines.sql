-- Invoices from files with one row per line: sums the amounts of the lines and takes repeated
-- values once. A line in two exports counts once; equal lines within one file count each.
with
    source as (select * from {{ source('raw_mapped', 'invoice_lines') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'invoice_lines'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    {{ row_word_ctes() }},

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    lines as (
        select
            source._system as system,
            source._object as object,
            {{ id_of('invoice_record_id') }} as record_id,
            {{ null_token('source.number') }} as number,
            lower({{ null_token(mapped_value('kind')) }}) as kind,
            {{ record_key('source._system', "coalesce(known_people.object, 'customer')", id_of('customer_record_id')) }}
            as customer_key,
            {{ null_token('source.customer_email') }} as customer_email,
            {{ null_token('source.customer_name') }} as customer_name,
            {{ id_of('crm_record_id') }} as crm_record_id,
            {{ null_token(mapped_value('status')) }} as status,
            {{ null_token('source.currency') }} as currency,
            {{ null_token('source.description') }} as description,
            coalesce(
                {{ money_of('net') }},
                cast({{ money_of('quantity') }} * {{ money_of('unit_amount') }} as decimal(18, 4))
            ) as net,
            {{ money_of('tax') }} as tax,
            {{ money_of('total') }} as total,
            {{ money_of('amount_due') }} as amount_due,
            {{ time_of('issued_at') }} as issued_at,
            {{ date_of('due_on') }} as due_on,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            known_people
            on source._system = known_people.system
            and source.customer_record_id = known_people.record_id
            {{ join_mapped_values('invoice_lines', ['kind', 'status']) }}
            {{ join_row_words('source', "'invoice_lines'") }}
        where source.invoice_record_id is not null and {{ is_kept_row() }}
    ),

    numbered as (
        select
            *,
            row_number() over (
                partition by
                    system, object, record_id, source_file, description, net, tax, total, issued_at
                order by source_row
            ) as place
        from lines
    ),

    distinct_lines as (
        select *
        from numbered
        qualify
            row_number() over (
                partition by
                    system, object, record_id, place, description, net, tax, total, issued_at
                order by source_file, source_row
            )
            = 1
    ),

    summed_lines as (
        select
            system,
            object,
            record_id,
            min(number) as number,
            min(kind) as kind,
            min(customer_key) as customer_key,
            min(customer_email) as customer_email,
            min(customer_name) as customer_name,
            min(crm_record_id) as crm_record_id,
            min(status) as status,
            min(currency) as currency,
            cast(sum(net) as decimal(18, 4)) as subtotal,
            cast(sum(tax) as decimal(18, 4)) as tax,
            cast(sum(coalesce(total, net + coalesce(tax, 0))) as decimal(18, 4)) as total,
            min(issued_at) as issued_at,
            min(due_on) as due_on
        from distinct_lines
        group by 1, 2, 3
    ),

    -- The amount due only decreases: among several exports the lowest is the latest.
    amounts_due as (
        select
            system,
            object,
            record_id,
            min(amount_due) as amount_due,
            min_by(
                source_file,
                lpad(cast(source_row as {{ dbt.type_string() }}), 12, '0') || source_file
            ) as source_file,
            min(source_row) as source_row
        from lines
        group by 1, 2, 3
    ),

    final as (
        select
            summed_lines.system,
            summed_lines.object,
            summed_lines.record_id,
            summed_lines.number,
            summed_lines.kind,
            summed_lines.customer_key,
            summed_lines.customer_email,
            summed_lines.customer_name,
            summed_lines.crm_record_id,
            summed_lines.status,
            summed_lines.currency,
            summed_lines.subtotal,
            summed_lines.tax,
            summed_lines.total,
            cast(summed_lines.total - amounts_due.amount_due as decimal(18, 4)) as amount_paid,
            amounts_due.amount_due,
            cast(null as decimal(18, 4)) as amount_credited,
            summed_lines.issued_at,
            summed_lines.due_on,
            cast(null as timestamp) as paid_at,
            amounts_due.source_file,
            amounts_due.source_row
        from summed_lines
        inner join
            amounts_due
            on summed_lines.system = amounts_due.system
            and summed_lines.object = amounts_due.object
            and summed_lines.record_id = amounts_due.record_id
    )

select *
from final
